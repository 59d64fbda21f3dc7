"""Joining arrays is linear: its transpose cuts the cotangent into the pieces again.

Splitting is the other way around. What was put in as a constant (the zeros of a padding) has no
cotangent to receive.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import (
    along,
    as_array,
    dtype_of,
    newer,
    normal_axis,
    places_of,
    refuse_out,
    shape_of,
)
from adlearn.rules.indexing import getitem
from adlearn.rules.shapes import astype, atleast_1d, atleast_2d, atleast_3d, reshape_
from adlearn.tensors.constructors import jointly_linear, linear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of

# The primitives


def _pieces(places, g, axis: int, *arrays):
    """Cut out the pieces at some places."""
    axis = normal_axis(axis, np.ndim(g))
    ends = list(itertools.accumulate((shape_of(a)[axis] for a in arrays), initial=0))
    return [getitem(g, along(axis, slice(ends[i - 1], ends[i]))) for i in places]


concatenate_ = jointly_linear(
    lambda axis, *arrays: np.concatenate(arrays, axis),
    lambda place, *args: _pieces([place], *args)[0],
    adjoints=_pieces,
    name="concatenate",
)


def _layers(places, g, axis: int, *arrays):
    """Take out the layers at some places."""
    axis = normal_axis(axis, np.ndim(g))
    return [getitem(g, along(axis, i - 1)) for i in places]


stack_ = jointly_linear(
    lambda axis, *arrays: np.stack(arrays, axis),
    lambda place, *args: _layers([place], *args)[0],
    adjoints=_layers,
    name="stack",
)

zero_pad_ = linear(
    lambda x, width: np.pad(x, width),
    lambda g, x, width: getitem(
        g, tuple(slice(b, b + n) for (b, _), n in zip(width, np.shape(x), strict=True))
    ),
    name="pad",
)


# Joining and splitting


def _items(arrays) -> list[Any]:
    """List the arrays to be joined; one traced array is taken apart along its first axis."""
    if is_traced(arrays) and not isinstance(arrays, (list, tuple)):
        return [getitem(arrays, i) for i in range(np.shape(arrays)[0])]
    return [as_array(array) for array in arrays]


def as_flattened(arrays):
    """Give Python's numbers the type that NumPy gives them when it flattens all it joins."""
    numbers = (int, float, complex)
    listed = isinstance(arrays, (list, tuple))
    if not listed or not any(type(x) in numbers for x in arrays):
        return arrays
    without = [x if type(x) in numbers else np.zeros(0, dtype_of(as_array(x))) for x in arrays]
    dtype = np.concatenate(without, axis=None).dtype
    return [np.asarray(x, dtype) if type(x) in numbers else x for x in arrays]


def in_type(answer, items, dtype, casting: str):
    """Convert what was joined, if NumPy would convert each item so."""
    if dtype is None and casting == "same_kind":
        return answer
    dtype = dtype_of(answer) if dtype is None else np.dtype(dtype)
    if not all(np.can_cast(dtype_of(item), dtype, casting) for item in items):
        raise TypeError(f"Cannot cast all arrays to {dtype} according to the rule {casting!r}")
    return astype(answer, dtype)


@implements(np.concatenate)
def concatenate(arrays, axis=0, out=None, *, dtype=None, casting: str = "same_kind"):
    refuse_out(out)
    items = _items(arrays if axis is not None else as_flattened(arrays))
    if axis is None:
        items, axis = [reshape_(a, (-1,)) for a in items], 0
    return in_type(concatenate_(axis, *items), items, dtype, casting)


@implements(np.stack)
def stack(arrays, axis: int = 0, out=None, *, dtype=None, casting: str = "same_kind"):
    refuse_out(out)
    items = _items(arrays)
    return in_type(stack_(axis, *items), items, dtype, casting)


implements(np.vstack)(lambda tup, **how: concatenate([*map(atleast_2d, _items(tup))], **how))


implements(np.dstack)(lambda tup: concatenate([*map(atleast_3d, _items(tup))], 2))


@implements(np.hstack)
def hstack(tup, **how):
    items = [*map(atleast_1d, _items(tup))]
    return concatenate(items, 0 if items and np.ndim(items[0]) == 1 else 1, **how)


@implements(np.column_stack)
def column_stack(tup):
    items = [reshape_(a, (-1, 1)) if np.ndim(a) < 2 else a for a in _items(tup)]
    return concatenate(items, 1)


implements(np.append)(
    lambda arr, values, axis=None: concatenate([*map(as_array, (arr, values))], axis)
)


def _splitting(numpy_s) -> Callable[..., Any]:
    """Make a function that splits along an axis, as NumPy splits the numbers of places."""

    def function(ary, indices_or_sections, axis: int = 0):
        ary = as_array(ary)
        axis = normal_axis(axis, np.ndim(ary))
        parts = numpy_s(np.arange(np.shape(ary)[axis]), indices_or_sections)
        ends = [(part[0], part[-1] + 1) if len(part) else (0, 0) for part in parts]
        return [getitem(ary, along(axis, slice(*end))) for end in ends]

    return implements(numpy_s)(function)


array_split, split = _splitting(np.array_split), _splitting(np.split)


def _splitting_own_axis(numpy_s, least: int, axis: int) -> None:
    """Give the rule of what splits along an axis: one of arrays that have as many as it needs."""

    @implements(numpy_s)
    def function(ary, indices_or_sections):
        if np.ndim(ary) < least:
            raise ValueError(
                f"{numpy_s.__name__} only works on arrays of {least} or more dimensions"
            )
        return split(ary, indices_or_sections, min(axis, np.ndim(ary) - 1))


_splitting_own_axis(np.hsplit, 1, 1)
_splitting_own_axis(np.vsplit, 2, 0)
_splitting_own_axis(np.dsplit, 3, 2)


@implements(*newer("unstack"))
def unstack(x, /, *, axis: int = 0):
    return tuple(_items(np.moveaxis(as_array(x), axis, 0)))


@implements(np.block)
def block(arrays):
    """Join nested lists: the innermost along the last axis, their lists along the one before."""

    def depth(part) -> int:
        return 1 + max(map(depth, part), default=0) if isinstance(part, list) else 0

    def dimensions(part) -> int:
        return max(map(dimensions, part)) if isinstance(part, list) else np.ndim(part)

    levels = depth(arrays)
    ndim = max(levels, dimensions(arrays))

    def joined(part, level: int):
        if isinstance(part, list):
            return concatenate_(level - levels, *(joined(one, level + 1) for one in part))
        part = as_array(part)
        return reshape_(part, (1,) * (ndim - np.ndim(part)) + np.shape(part))

    return joined(arrays, 0)


class Joined:
    """What `np.r_[...]` and `np.c_[...]` are, with traced values among the parts.

    NumPy joins the places of the elements, in its own way; they say where each comes from.
    """

    def __init__(self, numpy_s: Any) -> None:
        self.numpy_s = numpy_s

    def __getitem__(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        plain = self.numpy_s[tuple(map(value_of, parts))]
        if not is_traced(parts):
            return plain
        arrays = [
            as_array(np.r_[part] if isinstance(part, slice) else part)
            for part in parts
            if not isinstance(part, str)
        ]
        starts = itertools.accumulate(map(np.size, arrays), initial=0)
        places = map(places_of, arrays, starts)
        key = tuple(part if isinstance(part, str) else next(places) for part in parts)
        return astype(
            getitem(concatenate_(0, *map(np.ravel, arrays)), self.numpy_s[key]), plain.dtype
        )


r_, c_ = Joined(np.r_), Joined(np.c_)


# Taking parts out, and putting some in: NumPy says where, by doing it with their numbers


@implements(np.delete)
def delete(arr, obj, axis=None):
    arr = as_array(arr)
    return getitem(np.ravel(arr), np.delete(places_of(arr), value_of(obj), axis))


@implements(np.insert)
def insert(arr, obj, values, axis=None):
    arr = as_array(arr)
    values = astype(as_array(values), dtype_of(arr))
    places = np.insert(places_of(arr), value_of(obj), places_of(values, np.size(arr)), axis)
    return getitem(concatenate_(0, np.ravel(arr), np.ravel(values)), places)


@implements(np.resize)
def resize(a, new_shape):
    """Repeat the elements until the new shape is full."""
    a = as_array(a)
    if not np.size(a):
        return np.resize(value_of(a), new_shape)
    return getitem(np.ravel(a), np.resize(places_of(a), new_shape))
