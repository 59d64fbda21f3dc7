"""Where weights begin: random, so that no two units learn the same, and of a size that lets signals
through many layers neither grow nor fade.

An initializer takes the shape `(outputs, inputs)` of a weight and a generator, and gives an array.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

Initializer = Callable[[tuple[int, ...], np.random.Generator], np.ndarray]


def glorot_uniform(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Draw evenly from within ``sqrt(6 / (inputs + outputs))`` of 0 (Glorot and Bengio, 2010).

    Parameters
    ----------
    shape : tuple of int
        ``(outputs, inputs)``.
    random : numpy.random.Generator

    Returns
    -------
    ndarray

    Examples
    --------
    >>> weight = glorot_uniform((3, 3), np.random.default_rng(0))
    >>> weight.shape, bool(np.abs(weight).max() <= 1.0)
    ((3, 3), True)
    """
    room = math.sqrt(6.0 / sum(ends(shape)))
    return random.uniform(-room, room, shape)


def glorot_normal(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Draw from a normal distribution of variance ``2 / (inputs + outputs)`` (Glorot and Bengio,
    2010)."""
    return random.normal(0.0, math.sqrt(2.0 / sum(ends(shape))), shape)


def he_uniform(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Draw evenly from within ``sqrt(6 / inputs)`` of 0, for units that are rectified (He et al.,
    2015)."""
    room = math.sqrt(6.0 / ends(shape)[0])
    return random.uniform(-room, room, shape)


def he_normal(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Draw from a normal distribution of variance ``2 / inputs``, for units that are rectified (He
    et al., 2015)."""
    return random.normal(0.0, math.sqrt(2.0 / ends(shape)[0]), shape)


def normal(scale: float) -> Initializer:
    """Make an initializer that draws from a normal distribution of a given standard deviation.

    Examples
    --------
    >>> normal(0.0)((1, 2), np.random.default_rng(0))
    array([[0., 0.]])
    """
    return lambda shape, random: random.normal(0.0, scale, shape)


def zeros(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Give zeros: right for a bias, and for weights of a single layer alone."""
    return np.zeros(shape)


def ends(shape: tuple[int, ...]) -> tuple[int, int]:
    """Give how many inputs and outputs a weight has."""
    outputs, inputs = shape
    return max(inputs, 1), max(outputs, 1)
