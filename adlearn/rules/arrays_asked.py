"""What rules ask of the arrays they are given, traced or not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from adlearn.errors import NotAssignable
from adlearn.tensors.constructors import elementwise_by_pulls
from adlearn.tensors.primitive import Traced, array_of, is_traced, value_of


def as_array(thing):
    """Make an array of an array_like; traced values stay what they are, also inside lists."""
    if isinstance(thing, (Traced, np.ndarray)):
        return thing
    if isinstance(thing, (list, tuple)) and is_traced(thing):
        return np.stack([as_array(part) for part in thing])
    return np.asarray(thing)


def refuse_out(out) -> None:
    """Refuse `out=`: a result with a derivative cannot be written into an existing array."""
    if out is not None and not (isinstance(out, tuple) and all(one is None for one in out)):
        raise NotAssignable(
            "out= is not possible on traced arrays. Use the returned array instead."
        )


def is_complex(x) -> bool:
    """Say whether the numbers are complex."""
    return dtype_of(x).kind == "c"


def conj(x):
    """Conjugate complex numbers, and leave real ones alone: one operation less to trace."""
    return np.conj(x) if is_complex(x) else x


def real(x):
    """Take the real part of complex numbers: all that counts in a cotangent of a real answer."""
    return np.real(x) if is_complex(x) else x


def swapped(x):
    """Transpose the matrices in the last two axes, without conjugation."""
    return x.T if np.ndim(x) == 2 else np.swapaxes(x, -1, -2)


def real_dtype(x) -> np.dtype:
    """Give the dtype of a constant that multiplies `x` and must not change its precision."""
    dtype = array_of(x).dtype
    return np.empty(0, dtype).real.dtype if dtype.kind in "fc" else np.dtype(float)


def newer(name: str) -> list[Any]:
    """List the function of NumPy that came after NumPy 2.0, if it is there."""
    return [getattr(np, name)] if hasattr(np, name) else []


def shape_of(x) -> tuple[int, ...]:
    """Give the shape; asking an array for it is quicker than asking NumPy."""
    return x.shape if isinstance(x, (np.ndarray, Traced)) else np.shape(x)


def dtype_of(x) -> np.dtype:
    """Tell the dtype of an array, traced or not."""
    return x.dtype if x.__class__ is np.ndarray else array_of(x).dtype


def normal_axis(axis, ndim: int) -> int:
    """Count an axis from the front."""
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return int(axis) % ndim


def axes_of(axis, ndim: int) -> tuple[int, ...]:
    """Count the axes that are reduced from the front: for None it is all of them."""
    return normalize_axis_tuple(range(ndim) if axis is None else axis, ndim)


def in_rows(x, axes: tuple[int, ...]):
    """Make one last axis of several, counted from the front."""
    lead = [n for i, n in enumerate(np.shape(x)) if i not in axes]
    size = math.prod(np.shape(x)[i] for i in axes)
    return np.reshape(np.moveaxis(x, axes, range(-len(axes), 0)), (*lead, size))


def in_line(x, axis):
    """Give an array and the axis to work on: all in one row for None, and one number is a row."""
    if axis is None or (np.ndim(x) == 0 and axis in (0, -1)):
        return np.reshape(x, (-1,)), 0
    return x, normal_axis(axis, np.ndim(x))


def places_of(x, start: int = 0):
    """Number the elements of an array: NumPy, given these numbers, says where its results come
    from."""
    return np.arange(start, start + np.size(x)).reshape(np.shape(x))


def along(axis: int, index) -> tuple[Any, ...]:
    """Index one axis (counted from the front) and keep the ones before it whole."""
    return (slice(None),) * axis + (index,)


def floating(x):
    """Make an array of floats of integers, as most functions of NumPy do."""
    x = as_array(x)
    return x if dtype_of(x).kind in "fc" else x.astype(float)


def reciprocal(x, zero=None):
    """`1 / x`, and 0 where `x` is 0 (or counts as 0)."""
    zero = value_of(x) == 0 if zero is None else zero
    if not np.any(zero):
        return 1 / x
    return np.where(zero, real_dtype(x).type(0), 1 / np.where(zero, real_dtype(x).type(1), x))


#: The same, for a value whose slope at 0 is taken as 0 by convention, such as a norm. There it has
#: no second derivative.
reciprocal_at_kink = elementwise_by_pulls(
    reciprocal,
    lambda g, ans, x: g * np.where(value_of(x) == 0, np.nan, -ans * ans),
    name="reciprocal",
)


#: What NumPy computes in its own way, with the derivative of what it should be.
with_value = elementwise_by_pulls(lambda x, y: y, lambda g, ans, x, y: g, name="with_value")


def all_finite(x) -> bool:
    """Say whether surely all numbers are finite: their squares are, in half the time of asking."""
    flat = (x if x.__class__ is np.ndarray else array_of(x)).ravel()
    return bool(abs(flat.dot(flat)) < np.inf)
