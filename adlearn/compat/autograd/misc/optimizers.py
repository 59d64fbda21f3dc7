"""Gradient descent on parameters in any container.

`grad` is called as `grad(parameters, i)` with the number of the iteration, `callback` as
`callback(parameters, i, gradient)` before each step. What comes back are the new parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.compat.autograd.misc.flatten import flatten_func

Step = Callable[[Any, Any, int], Any]


def descend(grad: Callable[..., Any], x: Any, callback: Any, num_iters: int, step: Step) -> Any:
    """Replace the parameters by `step(parameters, gradient, i)`, as vectors, again and again."""
    flat_grad, unflatten, vector = flatten_func(grad, x)
    for i in range(num_iters):
        gradient = flat_grad(vector, i)
        if callback:
            callback(unflatten(vector), i, unflatten(gradient))
        vector = step(vector, gradient, i)
    return unflatten(vector)


def sgd(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 200,
    step_size: float = 0.1,
    mass: float = 0.9,
) -> Any:
    """Descend with momentum: the velocity is a running mean of the gradients.

    Parameters
    ----------
    grad : callable
        `grad(parameters, i)`.
    x : container of array_like
        Where to start.
    callback : callable, optional
    num_iters : int, optional
    step_size : float, optional
    mass : float, optional
        How much of the velocity is kept in each step.

    Returns
    -------
    container of array_like

    Examples
    --------
    >>> found = sgd(lambda p, i: {"w": 2.0 * (p["w"] - 3.0)}, {"w": 0.0})
    >>> abs(float(found["w"]) - 3.0) < 1e-3
    True
    """
    velocity: Any = 0.0

    def step(vector: Any, gradient: Any, i: int) -> Any:
        nonlocal velocity
        velocity = mass * velocity - (1.0 - mass) * gradient
        return vector + step_size * velocity

    return descend(grad, x, callback, num_iters, step)


def rmsprop(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 100,
    step_size: float = 0.1,
    gamma: float = 0.9,
    eps: float = 1e-8,
) -> Any:
    """Descend by gradients divided by the root of the running mean of their squares."""
    mean_square: Any = 1.0

    def step(vector: Any, gradient: Any, i: int) -> Any:
        nonlocal mean_square
        mean_square = gamma * mean_square + (1.0 - gamma) * gradient**2
        return vector - step_size * gradient / (np.sqrt(mean_square) + eps)

    return descend(grad, x, callback, num_iters, step)


def adam(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 100,
    step_size: float = 0.001,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
) -> Any:
    """Descend by Adam: momentum divided by the root of the mean square, both corrected for their
    start at 0 (Kingma and Ba, 2015)."""
    mean: Any = 0.0
    mean_square: Any = 0.0

    def step(vector: Any, gradient: Any, i: int) -> Any:
        nonlocal mean, mean_square
        mean = b1 * mean + (1.0 - b1) * gradient
        mean_square = b2 * mean_square + (1.0 - b2) * gradient**2
        corrected = mean / (1.0 - b1 ** (i + 1))
        corrected_square = mean_square / (1.0 - b2 ** (i + 1))
        return vector - step_size * corrected / (np.sqrt(corrected_square) + eps)

    return descend(grad, x, callback, num_iters, step)
