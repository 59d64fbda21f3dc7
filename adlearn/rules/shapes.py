"""Rearranging elements is linear: its transpose rearranges them back.

Where an element is copied (broadcasting, tiling, padding with itself) its cotangents are added up;
where one is left out or is a constant, the cotangent is zero or is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import LostDerivative, MissingRule
from adlearn.rules.arrays_asked import along, as_array, dtype_of, in_line, newer, normal_axis
from adlearn.rules.indexing import getitem
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import linear
from adlearn.tensors.dispatch import constant, implements
from adlearn.tensors.primitive import array_of, is_traced, value_of

# The primitives

reshape_ = linear(
    lambda x, shape: np.reshape(x, shape),
    lambda g, x, shape: reshape_(g, np.shape(x)),
    name="reshape",
)

transpose_ = linear(
    lambda x, axes=None: np.transpose(x, axes),
    lambda g, x, axes=None: transpose_(
        g, None if axes is None else tuple(np.argsort([axis % np.ndim(x) for axis in axes]))
    ),
    name="transpose",
)

broadcast_to_ = linear(
    lambda x, shape: np.broadcast_to(x, shape),
    lambda g, x, shape: unbroadcast(g, np.shape(x)),
    name="broadcast_to",
)

flip_ = linear(
    lambda x, axis=None: np.flip(x, axis), lambda g, x, axis=None: flip_(g, axis), name="flip"
)


def _roll(x, shift, axis=None):
    """What `np.roll` does, along one axis in a fifth of the time."""
    along_one = type(shift) is int and type(axis) is int and isinstance(x, np.ndarray)
    if not along_one or not -x.ndim <= axis < x.ndim:
        return np.roll(x, shift, axis)
    split = -shift % (x.shape[axis] or 1)
    front: list[Any] = [slice(None)] * x.ndim
    back = front.copy()
    back[axis], front[axis] = slice(split), slice(split, None)
    return np.concatenate((x[tuple(front)], x[tuple(back)]), axis)


roll_ = linear(
    _roll,
    lambda g, x, shift, axis=None: roll_(
        g, tuple(-s for s in shift) if isinstance(shift, (tuple, list)) else -shift, axis
    ),
    name="roll",
)
roll_.fresh = True
rot90_ = linear(
    lambda x, k=1, axes=(0, 1): np.rot90(x, k, axes),
    lambda g, x, k=1, axes=(0, 1): rot90_(g, -k, axes),
    name="rot90",
)


def _half(numpy_s):
    primitive = linear(
        lambda x, k: numpy_s(x, k),
        lambda g, x, k: unbroadcast(primitive(g, k), np.shape(x)),
        name=numpy_s.__name__,
    )
    primitive.choosing, primitive.first = (0,), None
    return primitive


tril_, triu_ = _half(np.tril), _half(np.triu)

copy_ = linear(
    lambda x, order="K": np.array(x, order=order), lambda g, x, order="K": g, name="copy"
)


def _astype(x, dtype):
    with np.errstate(all="ignore"):
        return np.asarray(x).astype(dtype)


def _astype_back(g, x, dtype):
    # A cotangent may be complex though its value is real: the imaginary part says nothing there.
    if dtype_of(g).kind == "c" and not dtype_of(x).kind == dtype.kind == "c":
        g = np.real(g)
    return astype_(g, dtype_of(x))


astype_ = linear(_astype, _astype_back, name="astype")


def _place_diagonal(x, shape, offset: int, axis1: int, axis2: int):
    x = np.asarray(x)
    out = np.zeros(shape, x.dtype)
    along_diagonal = np.arange(x.shape[-1])
    np.moveaxis(out, (axis1, axis2), (-2, -1))[
        ..., along_diagonal + max(-offset, 0), along_diagonal + max(offset, 0)
    ] = x
    return out


diagonal_ = linear(
    lambda x, offset=0, axis1=0, axis2=1: np.diagonal(x, offset, axis1, axis2),
    lambda g, x, offset=0, axis1=0, axis2=1: place_diagonal_(g, np.shape(x), offset, axis1, axis2),
    name="diagonal",
)

place_diagonal_ = linear(
    _place_diagonal,
    lambda g, x, shape, offset, axis1, axis2: diagonal_(g, offset, axis1, axis2),
    name="place_diagonal",
)


# Another shape, the same elements


@implements(np.reshape)
def reshape(a, /, shape=None, order: str = "C", *, newshape=None, copy=None):
    a = as_array(a)
    shape = newshape if shape is None else shape  # `newshape` is what NumPy 2.0 calls it
    order = str(order or "C").upper()
    if order not in "CF" and np.max(np.shape(a), initial=0) < np.size(a):
        raise MissingRule(
            f"order={order!r} reads the elements as they lie in memory, which is not kept along "
            "with a derivative. Say order='C' (row by row) or order='F' (column by column)."
        )
    if order == "F":
        size = math.prod(np.shape(a))
        shape = (shape,) if np.ndim(shape) == 0 else tuple(shape)
        shape = np.reshape(np.broadcast_to(0, size), shape).shape
        return transpose_(reshape_(transpose_(a), shape[::-1]))
    return reshape_(a, shape)


ravel = implements(np.ravel)(lambda a, order="C": reshape(a, (-1,), order))


def _reshaping(numpy_s) -> Callable[..., Any]:
    """Make a function that changes nothing but the shape; to which one, NumPy says."""

    def function(a, *how, **named):
        a = as_array(a)
        return reshape_(a, numpy_s(value_of(a), *how, **named).shape)

    return implements(numpy_s)(function)


squeeze, expand_dims = _reshaping(np.squeeze), _reshaping(np.expand_dims)


def _atleast(least: int, numpy_s) -> Callable[..., Any]:
    def function(*arys):
        shaped = [
            reshape_(a, numpy_s(value_of(a)).shape) if np.ndim(a) < least else a
            for a in map(as_array, arys)
        ]
        return shaped[0] if len(shaped) == 1 else tuple(shaped)

    return implements(numpy_s)(function)


atleast_1d, atleast_2d = _atleast(1, np.atleast_1d), _atleast(2, np.atleast_2d)
atleast_3d = _atleast(3, np.atleast_3d)


# Another order of the axes


implements(np.transpose)(lambda a, axes=None: transpose_(as_array(a), axes))


def _reordering(numpy_s) -> Callable[..., Any]:
    """Make a function that changes the order of the axes; to which one, NumPy says: it is given an
    array whose axes are as long as they are numbered, so that its shape is the order."""

    def function(a, *how, **named):
        a = as_array(a)
        return transpose_(a, numpy_s(np.empty(range(np.ndim(a))), *how, **named).shape)

    return implements(numpy_s)(function)


swapaxes, moveaxis = _reordering(np.swapaxes), _reordering(np.moveaxis)
rollaxis = _reordering(np.rollaxis)
implements(np.matrix_transpose, np.linalg.matrix_transpose)(lambda x, /: swapaxes(x, -1, -2))
implements(np.flip)(lambda m, axis=None: flip_(as_array(m), axis))
implements(np.fliplr)(lambda m: getitem(as_array(m), (slice(None), slice(None, None, -1))))
implements(np.flipud)(lambda m: getitem(as_array(m), (slice(None, None, -1), ...)))
implements(np.rot90)(lambda m, k=1, axes=(0, 1): rot90_(as_array(m), k, tuple(axes)))
implements(np.roll)(lambda a, shift, axis=None: roll_(as_array(a), shift, axis))


# The same elements several times


@implements(np.broadcast_to)
def broadcast_to(array, shape, subok: bool = False):
    return broadcast_to_(as_array(array), (shape,) if np.ndim(shape) == 0 else tuple(shape))


@implements(np.broadcast_arrays)
def broadcast_arrays(*args, subok: bool = False):
    shape = np.broadcast_shapes(*map(np.shape, args))
    return tuple(broadcast_to_(as_array(a), shape) for a in args)


@implements(np.tile)
def tile(A, reps):
    A = as_array(A)
    reps = (reps,) if np.ndim(reps) == 0 else tuple(reps)
    ndim = max(np.ndim(A), len(reps))
    reps = (1,) * (ndim - len(reps)) + reps
    shape = (1,) * (ndim - np.ndim(A)) + np.shape(A)
    if all(r == 1 for r in reps):
        return copy_(reshape_(A, shape))
    split = tuple(n for pair in zip((1,) * ndim, shape, strict=True) for n in pair)
    copies = tuple(n for pair in zip(reps, shape, strict=True) for n in pair)
    total = tuple(r * n for r, n in zip(reps, shape, strict=True))
    return reshape_(broadcast_to_(reshape_(A, split), copies), total)


@implements(np.repeat)
def repeat(a, repeats, axis=None):
    (a, axis), repeats = in_line(as_array(a), axis), value_of(repeats)
    shape = np.shape(a)
    if np.size(repeats) != 1:
        return getitem(a, along(axis, np.repeat(np.arange(shape[axis]), repeats)))
    n = int(np.reshape(repeats, ()))
    before, after = shape[: axis + 1], shape[axis + 1 :]
    copies = broadcast_to_(reshape_(a, (*before, 1, *after)), (*before, n, *after))
    return reshape_(copies, (*shape[:axis], shape[axis] * n, *after))


# Triangles and diagonals


implements(np.tril)(lambda m, k=0: tril_(as_array(m), k))
implements(np.triu)(lambda m, k=0: triu_(as_array(m), k))


implements(np.diagonal)(
    lambda a, offset=0, axis1=0, axis2=1: diagonal_(as_array(a), offset, axis1, axis2)
)
implements(np.linalg.diagonal)(lambda x, /, *, offset=0: diagonal_(as_array(x), offset, -2, -1))


def make_diagonal(x, offset: int = 0, axis1: int = -2, axis2: int = -1):
    """Build matrices from their diagonals: the last axis of `x` becomes a diagonal.

    Examples
    --------
    >>> make_diagonal(np.ones((5, 3))).shape
    (5, 3, 3)
    """
    x = as_array(x)
    n = np.shape(x)[-1] + abs(offset)
    ndim = np.ndim(x) + 1
    axes = {normal_axis(axis1, ndim), normal_axis(axis2, ndim)}
    rest = iter(np.shape(x))
    shape = tuple(n if i in axes else next(rest) for i in range(ndim))
    return place_diagonal_(x, shape, offset, axis1, axis2)


@implements(np.diag)
def diag(v, k: int = 0):
    v = as_array(v)
    if np.ndim(v) == 1:
        return make_diagonal(v, k)
    if np.ndim(v) == 2:
        return diagonal_(v, k)
    raise ValueError("Input must be 1- or 2-d.")


implements(np.diagflat)(lambda v, k=0: make_diagonal(ravel(v), k))


# Other types, and arrays of the same shape


implements(np.copy)(lambda a, order="K", subok=False: copy_(as_array(a), order))


@implements(*newer("astype"))
def astype(x, dtype, /, *, copy: bool = True, device=None):
    """Convert. Integers and booleans have no derivative, so then the answer is a plain array."""
    if np.issubdtype(dtype, np.inexact):
        return astype_(as_array(x), np.dtype(dtype))
    if is_traced(x) and np.dtype(dtype) == object:
        raise LostDerivative(
            "dtype=object makes plain Python numbers, which have no derivative. Leave it out; the "
            "numbers one by one are x[i], and a list of them is list(x)."
        )
    return array_of(x).astype(dtype)


@implements(np.full_like)
def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None):
    options = (dtype, order, subok, shape)
    plain = np.full_like(value_of(a), value_of(fill_value), *options, device=device)
    if not is_traced(fill_value):
        return plain
    extra = max(np.ndim(fill_value) - plain.ndim, 0)  # may be there if they have length 1
    fill_value = reshape_(as_array(fill_value), np.shape(fill_value)[extra:])
    return astype(broadcast_to_(fill_value, plain.shape), plain.dtype)


constant(np.zeros_like, np.ones_like, np.empty_like, np.shape, np.ndim, np.size, np.iscomplexobj)
