"""Gradients that are too large are made smaller before a step."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adlearn.optim import parameters as held


def clip_grad_norm(params: Any, max_norm: float) -> float:
    """Scale all gradients by one factor, if they are longer together than a given length. Their
    direction stays (Pascanu, Mikolov and Bengio, 2013).

    Parameters
    ----------
    params : iterable of parameters, or module
    max_norm : float

    Returns
    -------
    float
        How long they were before: the root of the sum of all squares.

    Examples
    --------
    >>> import adlearn as ad
    >>> x, y = ad.tensor([1.0, 2.0]), ad.tensor(2.0)
    >>> (np.sum(2.0 * x) + x[0] + 6.0 * y).backward()
    >>> clip_grad_norm([x, y], max_norm=0.7)
    7.0
    >>> x.grad.round(3), round(float(y.grad), 3)
    (array([0.3, 0.2]), 0.6)
    """
    max_norm = size(max_norm, "max_norm")
    found = with_gradients(params)
    # By the largest entry, so that squares are not too large.
    largest = max((float(np.max(np.abs(g), initial=0.0)) for _, g in found), default=0.0)
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    relative = math.sqrt(sum(float(np.sum(np.abs(g / largest) ** 2)) for _, g in found))
    if largest * relative > max_norm:
        for parameter, gradient in found:
            held.set_gradient(parameter, gradient / largest * (max_norm / relative))
    return largest * relative


def clip_grad_value(params: Any, max_value: float) -> None:
    """Cut every entry of every gradient off at a given size. That changes the direction.

    Parameters
    ----------
    params : iterable of parameters, or module
    max_value : float

    Examples
    --------
    >>> import adlearn as ad
    >>> x = ad.tensor([1.0, 2.0])
    >>> np.sum(np.array([-5.0, 0.5]) * x).backward()
    >>> clip_grad_value([x], max_value=1.0)
    >>> x.grad
    array([-1. ,  0.5])
    """
    max_value = size(max_value, "max_value")
    for parameter, gradient in with_gradients(params):
        held.set_gradient(parameter, np.clip(gradient, -max_value, max_value))


def with_gradients(params: Any) -> list[tuple[Any, np.ndarray]]:
    """Give the parameters that have a gradient, each with it."""
    pairs = [(parameter, held.gradient(parameter)) for parameter in held.gathered(params)]
    return [(parameter, gradient) for parameter, gradient in pairs if gradient is not None]


def size(largest: Any, name: str) -> float:
    """Refuse what is no size."""
    return held.numeral(largest, name, lambda number: number > 0, "a positive number")
