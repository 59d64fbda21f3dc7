"""NumPy arrays of nodes: put every element into a node, compute with NumPy, take every gradient out
again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import NotANumber
from adlearn.rules.elementwise import on_arrays
from adlearn.rules.primitive import Primitive
from adlearn.scalars.accepted import is_traced_array
from adlearn.scalars.node import AutogradValue


def wrap_array(a: Any) -> np.ndarray:
    """Make an array of nodes from an array of numbers.

    Parameters
    ----------
    a : array_like of float
        Any shape, also () and empty; lists and ints will do.

    Returns
    -------
    ndarray of AutogradValue
        Of the same shape, dtype object: a new variable for each element.

    Raises
    ------
    NotANumber
        If an element is not one real number, or the rows differ in length.

    Examples
    --------
    >>> x = wrap_array([[1.0, 2.0], [3.0, 4.0]])
    >>> np.sum(x * x).backward()
    >>> unwrap_gradient(x)
    array([[2., 4.],
           [6., 8.]])
    """
    try:
        source = np.asarray(a)
    except ValueError as error:
        raise NotANumber(
            f"wrap_array needs rows of one length: {error}. Pad the short rows or wrap each by "
            "itself."
        ) from error
    if source.dtype.kind in "USc":
        raise NotANumber(
            f"wrap_array needs real numbers, not an array of {source.dtype}. Convert it first, "
            "with .astype(float)."
        )
    nodes = np.empty(source.shape, dtype=object)
    for place in np.ndindex(source.shape):
        nodes[place] = AutogradValue(source[place])
    return nodes


def unwrap_gradient(a: Any) -> np.ndarray:
    """Take the gradient of every node out of an array of nodes.

    Parameters
    ----------
    a : array_like of AutogradValue
        Any shape, also () and empty; a bare node and lists of nodes will do.

    Returns
    -------
    ndarray of float
        Of the same shape. 0.0 where no backward walk arrived. After `backward(create_graph=True)`
        the gradients are nodes, and so is each element of the result (dtype object).

    Raises
    ------
    NotANumber
        If an element has no gradient because it is not a node.

    Examples
    --------
    >>> x = wrap_array([1.0, 2.0])
    >>> (x @ x).backward()
    >>> unwrap_gradient(x)
    array([2., 4.])
    """
    if isinstance(a, AutogradValue):
        nodes = np.empty((), dtype=object)
        nodes[()] = a
    else:
        nodes = np.asarray(a)
    gradients = np.zeros(nodes.shape, dtype=object)
    for place in np.ndindex(nodes.shape):
        node = nodes[place]
        if not isinstance(node, AutogradValue):
            raise NotANumber(
                f"unwrap_gradient found a {type(node).__name__} at index {place}, which has no "
                "gradient. Pass it the array that wrap_array made, and not a result or the "
                "original numbers."
            )
        gradients[place] = node.grad
    has_nodes = any(isinstance(gradient, AutogradValue) for gradient in gradients.flat)
    return gradients if has_nodes else gradients.astype(float)


def on_each(rule: Primitive, on_one: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Apply a function of the rule table to each element: one by one to nodes, and to arrays of
    numbers, traced ones too, by the same line of the table."""
    if any(not is_traced_array(a) and np.asarray(a).dtype == object for a in arguments):
        return np.frompyfunc(on_one, len(arguments), 1)(*arguments)
    return on_arrays(rule)(*arguments)
