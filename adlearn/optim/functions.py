"""Descent as functions, in autograd's form: a gradient that is a function, and parameters in any
container.

`grad` is called as `grad(parameters, i)` with the number of the iteration, `callback` as
`callback(parameters, i, gradient)` before each step. What comes back are the new parameters; those
that were given stay as they are. The steps are ordinary operations, so a whole descent can be
differentiated, by its rate for example.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.containers import flatten, leaves_like, leaves_of
from adlearn.errors import NotANumber, WrongShape, describe
from adlearn.optim.progress import counted

Step = Callable[[Any, Any, int], Any]


def descend(
    grad: Callable[..., Any], x: Any, callback: Any, num_iters: int, step: Step, progress: bool
) -> Any:
    """Replace the parameters by `step(parameters, gradient, i)`, as vectors, again and again."""
    if not callable(grad):
        raise NotANumber(
            f"a descent takes the gradient first, a function grad(parameters, i), and this is "
            f"{describe(grad)}. Pass the function itself, and then where to start: adam(grad, x)."
        )
    vector, unflatten = flatten(x)
    leaves, rebuild = leaves_of(x)
    for i in counted(num_iters, (), progress):
        parameters = unflatten(vector)
        parts = leaves_like(grad(parameters, i), x, "the gradient")
        for part, leaf in zip(parts, leaves, strict=True):
            refuse_another_form(part, leaf)
        gradient = rebuild(parts)
        if callback:
            callback(parameters, i, gradient)
        vector = step(vector, flatten(gradient)[0], i)
    return unflatten(vector)


def refuse_another_form(part: Any, leaf: Any) -> None:
    """Raise the error about a gradient that cannot be one of these parameters."""
    if isinstance(part, tuple):
        raise WrongShape(
            f"the gradient must be an array or a number, as the parameters are, not a tuple of "
            f"{len(part)}. Return the gradient alone; a value that you want to keep can be "
            "appended to a list."
        )
    if np.size(part) not in (1, np.size(leaf)):
        raise WrongShape(
            f"the gradient has the shape {np.shape(part)}, and the parameters have "
            f"{np.shape(leaf)}. Return the derivatives by all of them."
        )


def sgd(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 200,
    step_size: float = 0.1,
    mass: float = 0.9,
    progress: bool = False,
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
    progress : bool, optional
        Show how many iterations are done.

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

    return descend(grad, x, callback, num_iters, step, progress)


def rmsprop(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 100,
    step_size: float = 0.1,
    gamma: float = 0.9,
    eps: float = 1e-8,
    progress: bool = False,
) -> Any:
    """Descend by gradients divided by the root of the running mean of their squares."""
    mean_square: Any = 1.0

    def step(vector: Any, gradient: Any, i: int) -> Any:
        nonlocal mean_square
        mean_square = gamma * mean_square + (1.0 - gamma) * gradient**2
        return vector - step_size * gradient / (np.sqrt(mean_square) + eps)

    return descend(grad, x, callback, num_iters, step, progress)


def adam(
    grad: Callable[..., Any],
    x: Any,
    callback: Any = None,
    num_iters: int = 100,
    step_size: float = 0.001,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    progress: bool = False,
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

    return descend(grad, x, callback, num_iters, step, progress)
