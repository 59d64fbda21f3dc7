"""Parameters in containers as one vector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.derivatives.containers import flatten


def flatten_func(func: Callable[..., Any], example: Any) -> tuple[Any, Any, Any]:
    """Make a function of a container into one of a vector.

    Parameters
    ----------
    func : callable
        `func(parameters, *rest)`, which gives a container of the same form, such as a gradient.
    example : container of array_like

    Returns
    -------
    flat_func : callable
        Takes and gives a vector in place of the container.
    unflatten : callable
        Takes a vector and gives a container.
    vector : ndarray
        The example.
    """
    vector, unflatten = flatten(example)

    def flat_func(x: Any, *rest: Any) -> Any:
        return flatten(func(unflatten(x), *rest))[0]

    return flat_func, unflatten, vector


__all__ = ["flatten", "flatten_func"]
