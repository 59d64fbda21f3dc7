"""Programs keep their parameters in lists, tuples and dictionaries. A derivative by such a
container is a container of the same form.

`leaves_of` takes the arrays out in a fixed order, and gives a function that puts others in their
place; `flatten` makes one long vector of them.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import WrongShape, describe

Rebuild = Callable[[list[Any]], Any]
#: What most leaves are.
NUMBERS = {np.ndarray, float}


def leaves_of(tree: Any) -> tuple[list[Any], Rebuild]:
    """Take the leaves out of nested lists, tuples and dictionaries.

    Parameters
    ----------
    tree : object
        Anything that is not a list, tuple or dict is a leaf. None holds no leaf.

    Returns
    -------
    leaves : list
    rebuild : callable
        Takes a list of as many leaves and gives a container of the same form.

    Examples
    --------
    >>> leaves, rebuild = leaves_of({"w": [1.0, 2.0], "b": (3.0,)})
    >>> leaves
    [1.0, 2.0, 3.0]
    >>> rebuild([4, 5, 6])
    {'w': [4, 5], 'b': (6,)}
    """
    if tree is not None and not isinstance(tree, (dict, list, tuple)):
        return [tree], only
    leaves: list[Any] = []
    form = collect(tree, leaves)
    return leaves, lambda new: form(iter(new))


def leaves_like(tree: Any, like: Any, what: str) -> list[Any]:
    """Take the leaves out of a container that must have the form of another: the same keys, whose
    order does not matter, and as many elements.

    Parameters
    ----------
    tree : object
    like : object
        What gives the form, and the order of the leaves.
    what : str
        What the container is, for the error.

    Returns
    -------
    list

    Raises
    ------
    WrongShape
        If it has another form.

    Examples
    --------
    >>> leaves_like({"b": 1.0, "a": (2.0, 3.0)}, {"a": [0.0, 0.0], "b": 0.0}, "the cotangent")
    [2.0, 3.0, 1.0]
    """
    if like.__class__ in NUMBERS and tree.__class__ in NUMBERS:
        return [tree]
    if isinstance(like, dict):
        if not isinstance(tree, dict) or tree.keys() != like.keys():
            keys = f"a dict with the keys {', '.join(map(repr, like))}"
            raise WrongShape(f"{what} must be {keys}, not {form_of(tree)}.")
        pairs = [(tree[key], like[key]) for key in like]
    elif isinstance(like, (list, tuple)):
        if not isinstance(tree, (list, tuple)) or len(tree) != len(like):
            wanted = f"a {type(like).__name__} of {len(like)}"
            raise WrongShape(f"{what} must be {wanted}, not {form_of(tree)}.")
        pairs = list(zip(tree, like, strict=True))
    elif like is None:
        return []
    elif isinstance(tree, dict) or tree is None:
        raise WrongShape(f"{what} must be an array or a number, not {form_of(tree)}.")
    else:
        return [tree]
    return [leaf for part, form in pairs for leaf in leaves_like(part, form, what)]


def form_of(tree: Any) -> str:
    """Say what a container is, for an error."""
    if isinstance(tree, dict):
        return f"a dict with the keys {', '.join(map(repr, tree)) or '(none)'}"
    if isinstance(tree, (list, tuple)):
        return f"a {type(tree).__name__} of {len(tree)}"
    return describe(tree)


def only(leaves: list[Any]) -> Any:
    """Rebuild what is a leaf itself."""
    return leaves[0]


def collect(tree: Any, leaves: list[Any]) -> Callable[[Any], Any]:
    """Append the leaves of a tree; give what rebuilds it from an iterator."""
    if isinstance(tree, dict):
        forms = {key: collect(value, leaves) for key, value in tree.items()}

        def mapping(new: Any) -> Any:
            filled = {} if type(tree) is dict else copy.copy(tree)  # it may be a defaultdict
            for key, form in forms.items():
                filled[key] = form(new)
            return filled

        return mapping
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        parts, named = [collect(value, leaves) for value in tree], type(tree)
        return lambda new: named(*(form(new) for form in parts))
    if isinstance(tree, (list, tuple)):
        parts, sequence = [collect(value, leaves) for value in tree], type(tree)
        return lambda new: sequence([form(new) for form in parts])
    if tree is None:
        return lambda new: None
    leaves.append(tree)
    return next


def flatten(tree: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Make one vector of all numbers in a container; it works on traced values, too.

    Parameters
    ----------
    tree : container of array_like

    Returns
    -------
    vector : ndarray, shape (n,)
    unflatten : callable
        Takes a vector of n numbers and gives a container of the same form and shapes. A place that
        held real numbers gets the real part of complex ones.

    Examples
    --------
    >>> vector, unflatten = flatten({"w": np.ones((1, 2)), "b": 3.0})
    >>> vector
    array([1., 1., 3.])
    >>> unflatten(vector)["b"]
    np.float64(3.0)
    """
    leaves, rebuild = leaves_of(tree)
    leaves = [leaf if hasattr(leaf, "dtype") else np.asarray(leaf) for leaf in leaves]
    shapes = [np.shape(leaf) for leaf in leaves]
    ends = np.cumsum([0] + [math.prod(shape) for shape in shapes])

    def unflatten(vector: Any) -> Any:
        if np.shape(vector) != (ends[-1],):
            raise WrongShape(
                f"this container holds {ends[-1]} numbers, and was given an array of shape "
                f"{np.shape(vector)}. Give a vector of as many: what flatten gave, or a gradient "
                "by it."
            )
        parts = []
        for leaf, start, end, shape in zip(leaves, ends, ends[1:], shapes, strict=False):
            part = np.reshape(vector[start:end], shape) if shape else vector[start]
            real = vector.dtype.kind == "c" and leaf.dtype.kind != "c"
            parts.append(np.real(part) if real else part)
        return rebuild(parts)

    if not leaves:
        return np.zeros(0), unflatten
    kinds = [leaf if leaf.dtype.kind in "fc" else leaf.astype(float) for leaf in leaves]
    return np.concatenate([np.reshape(leaf, (-1,)) for leaf in kinds]), unflatten
