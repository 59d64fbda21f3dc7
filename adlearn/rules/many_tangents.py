"""Several tangents travel through an operation as one array with an axis more in front.

For an operation on each element that is broadcasting. Here it is said for the operations that
programs are mostly made of; what is missing here, or gives None, takes the tangents one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.indexing import getitem, scatter
from adlearn.rules.joining import concatenate_, stack_
from adlearn.rules.products import dot_, matmul_
from adlearn.rules.reductions import mean_, spread_, sum_
from adlearn.rules.shapes import broadcast_to_, reshape_, transpose_
from adlearn.tensors.constructors import zeros_for
from adlearn.tensors.primitive import ArrayPrimitive

#: Primitive -> how it pushes several tangents: `(count, places, tangents, ans, *args)`.
PUSH_MANY: dict[ArrayPrimitive, Callable[..., Any]] = {}


def pushes(*primitives: ArrayPrimitive) -> Callable[[Any], Any]:
    """Say that a function pushes several tangents through primitives."""

    def register(function):
        for primitive in primitives:
            PUSH_MANY[primitive] = function
        return function

    return register


def behind(axis, dimensions: int):
    """Give an axis, or several, of one value as an axis of many values."""
    if axis is None:
        return tuple(range(1, dimensions + 1))
    if isinstance(axis, tuple):
        return tuple(behind(one, dimensions) for one in axis)
    return axis % dimensions + 1


def reducing(primitive: ArrayPrimitive) -> None:
    """Let a sum or mean reduce the axes behind the first."""

    @pushes(primitive)
    def push(count: int, places, tangents, ans, x, axis=None, keep: bool = False):
        dimensions = np.ndim(x)
        return primitive(tangents[0], behind(axis, dimensions), keep) if dimensions else tangents[0]


reducing(sum_)
reducing(mean_)


@pushes(reshape_, broadcast_to_)
def push_shape(count: int, places, tangents, ans, x, shape):
    """Reshape each of them; for broadcasting, axes of size 1 come first."""
    wanted, have = np.shape(ans), np.shape(x)
    if np.size(ans) == np.size(x):
        return reshape_(tangents[0], (count, *wanted))
    filled = (count,) + (1,) * (len(wanted) - len(have)) + have
    return broadcast_to_(reshape_(tangents[0], filled), (count, *wanted))


@pushes(transpose_)
def push_transpose(count: int, places, tangents, ans, x, axes=None):
    """Transpose each of them."""
    dimensions = np.ndim(x)
    axes = range(dimensions - 1, -1, -1) if axes is None else axes
    return transpose_(tangents[0], (0, *(axis % dimensions + 1 for axis in axes)))


@pushes(getitem)
def push_getitem(count: int, places, tangents, ans, x, index):
    """Take the elements out of each. Several arrays in an index may move axes to the front."""
    parts = index if isinstance(index, tuple) else (index,)
    arrays = sum(not isinstance(part, int | slice | None | type(...)) for part in parts)
    if arrays > 1 or (arrays and any(isinstance(part, int) for part in parts)):
        return None
    return getitem(tangents[0], (slice(None), *parts))


@pushes(scatter)
def push_scatter(count: int, places, tangents, ans, g, index, shape):
    """Put the elements of each where they belong."""
    if push_getitem(1, places, [np.zeros((1, *shape))], g, ans, index) is None:
        return None
    parts = index if isinstance(index, tuple) else (index,)
    return scatter(tangents[0], (slice(None), *parts), (count, *shape))


@pushes(spread_)
def push_spread(count: int, places, tangents, ans, g, shape, axis=None, keep: bool = False):
    """Copy each of them along the axes."""
    if axis is None and np.ndim(g) == 0:
        return broadcast_to_(reshape_(tangents[0], (count,) + (1,) * len(shape)), (count, *shape))
    return spread_(tangents[0], (count, *shape), behind(axis, len(shape)), keep)


@pushes(concatenate_, stack_)
def push_joined(count: int, places, tangents, ans, axis: int, *arrays):
    """Join each; what does not change joins with zeros."""
    known = dict(zip(places, tangents, strict=True))
    joined = [
        known[i] if i in known else np.zeros((count, *np.shape(a)), zeros_for(a).dtype)
        for i, a in enumerate(arrays, 1)
    ]
    primitive = stack_ if np.ndim(ans) > np.ndim(arrays[0]) else concatenate_
    return primitive(axis % np.ndim(ans) + 1, *joined)


@pushes(dot_, matmul_)
def push_product(count: int, places, tangents, ans, x, y):
    """Multiply vectors and matrices: one product does it for all."""
    nx, ny = np.ndim(x), np.ndim(y)
    if not (1 <= nx <= 2 and 1 <= ny <= 2):
        return None
    total = None
    for place, tangent in zip(places, tangents, strict=True):
        if place == 0:
            term = tangent @ y
        elif nx == 1 or ny == 2:
            term = x @ tangent if ny == 2 else tangent @ x
        else:
            term = tangent @ x.T
        total = term if total is None else total + term
    return total
