"""Numbers that depend on others, with noise: regression problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .points import Points, Seed, generator, refuse_negative


def make_curve(
    function: Callable[[Any], Any],
    n_samples: int = 100,
    low: float = -3.0,
    high: float = 3.0,
    noise: float = 0.1,
    seed: Seed = None,
) -> Points:
    """Make points on a curve, evenly along the horizontal axis and shaken along the other.

    Parameters
    ----------
    function : callable
        The curve: an array of numbers to an array of as many.
    n_samples : int, optional
    low, high : float, optional
        Where the curve begins and ends; both ends are among the points.
    noise : float, optional
        Standard deviation of what is added to each value.
    seed : int or numpy.random.Generator, optional
        For the same numbers every time.

    Returns
    -------
    x : ndarray of float, shape (n_samples,)
        In rising order.
    t : ndarray of float, shape (n_samples,)

    Raises
    ------
    ValueError
        If an argument makes no sense, or the function gives another shape.

    Examples
    --------
    >>> x, t = make_curve(lambda x: x**4 - 10 * x**2 + 10 * x, noise=4.0, seed=0)
    >>> x.shape, t.shape
    ((100,), (100,))
    """
    refuse_senseless(n_samples, noise)
    x = np.linspace(low, high, n_samples)
    values = np.asarray(function(x), dtype=float)
    if values.shape != x.shape:
        raise ValueError(
            f"the curve should give {n_samples} numbers for {n_samples}, and gave shape "
            f"{values.shape}"
        )
    return x, values + generator(seed).normal(scale=noise, size=n_samples)


def make_line(
    n_samples: int = 100,
    slope: float = 4.0,
    intercept: float = 10.0,
    noise: float = 2.0,
    seed: Seed = None,
) -> Points:
    """Make points along a straight line from 0 to 10.

    Parameters
    ----------
    n_samples : int, optional
    slope, intercept : float, optional
        The line: ``slope * x + intercept``.
    noise : float, optional
        Standard deviation of what is added to each value.
    seed : int or numpy.random.Generator, optional
        For the same numbers every time.

    Returns
    -------
    x, t : ndarray of float, shape (n_samples,)

    Raises
    ------
    ValueError
        If an argument makes no sense.

    Examples
    --------
    >>> x, t = make_line(3, slope=2.0, intercept=1.0, noise=0.0)
    >>> x.tolist(), t.tolist()
    ([0.0, 5.0, 10.0], [1.0, 11.0, 21.0])
    """
    return make_curve(lambda x: slope * x + intercept, n_samples, 0.0, 10.0, noise, seed)


def make_regression(
    n_samples: int = 100,
    n_features: int = 3,
    noise: float = 0.1,
    seed: Seed = None,
    *,
    random_state: Seed = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make numbers that are weighted sums of several others.

    Parameters
    ----------
    n_samples, n_features : int, optional
    noise : float, optional
        Standard deviation of what is added to each sum.
    seed : int or numpy.random.Generator, optional
        For the same numbers every time; `random_state` is another name for it.

    Returns
    -------
    X : ndarray of float, shape (n_samples, n_features)
        Normal, of mean 0 and deviation 1.
    t : ndarray of float, shape (n_samples,)
    weights : ndarray of float, shape (n_features,)
        What the sums are made with: what a regression should find.

    Raises
    ------
    ValueError
        If an argument makes no sense.

    Examples
    --------
    >>> X, t, weights = make_regression(50, 2, noise=0.0, seed=0)
    >>> bool(np.allclose(X @ weights, t))
    True
    """
    refuse_senseless(n_samples, noise)
    random = generator(seed, random_state)
    X = random.normal(size=(n_samples, n_features))
    weights = random.normal(size=n_features)
    return X, X @ weights + random.normal(scale=noise, size=n_samples), weights


def refuse_senseless(n_samples: int, noise: float) -> None:
    """Refuse a number of points or a deviation that makes no sense."""
    if n_samples < 1:
        raise ValueError(f"n_samples should be 1 or more, and is {n_samples}")
    refuse_negative(noise)
