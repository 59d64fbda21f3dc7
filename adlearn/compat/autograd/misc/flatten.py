"""Parameters in containers as one vector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.derivatives import containers


def flatten(value: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Make one vector of all numbers in a container; dictionaries in the order of their keys.

    Parameters
    ----------
    value : container of array_like

    Returns
    -------
    vector : ndarray, shape (n,)
    unflatten : callable
        Takes a vector of n numbers and gives a container of the same form and shapes.

    Examples
    --------
    >>> flatten({"w": [1.0, 2.0], "b": 3.0})[0]
    array([3., 1., 2.])
    """
    return containers.flatten(in_order(value))


def in_order(tree: Any) -> Any:
    """Give a container whose dictionaries list their keys in order."""
    if isinstance(tree, dict):
        return type(tree)((key, in_order(tree[key])) for key in sorted(tree))
    if isinstance(tree, (list, tuple)):
        parts = [in_order(part) for part in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)
    return tree


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
