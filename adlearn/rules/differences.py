"""Differences of neighbours, and what is made of them: slopes and areas.

Nothing here needs a rule of its own.
"""

from __future__ import annotations

import numpy as np

from adlearn.rules.arrays_asked import along, as_array, axes_of, dtype_of, floating, normal_axis
from adlearn.rules.elementwise import kink
from adlearn.rules.indexing import getitem
from adlearn.rules.joining import concatenate_
from adlearn.rules.reductions import UNSET
from adlearn.rules.shapes import astype, reshape_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of


def _part(x, axis: int, start, stop):
    return getitem(x, along(axis, slice(start, stop)))


@implements(np.diff)
def diff(a, n: int = 1, axis: int = -1, prepend=UNSET, append=UNSET):
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n}")
    a = as_array(a)
    if np.ndim(a) == 0:
        raise ValueError("diff requires input that is at least one dimensional")
    axis, shape = normal_axis(axis, np.ndim(a)), np.shape(a)
    if n == 0:
        return a
    parts = [a]
    for extra, front in ((prepend, True), (append, False)):
        if extra is not UNSET:
            extra = as_array(extra)
            if np.ndim(extra) == 0:
                extra = np.broadcast_to(extra, (*shape[:axis], 1, *shape[axis + 1 :]))
            parts.insert(0 if front else len(parts), extra)
    if len(parts) > 1:
        a = concatenate_(axis, *parts)
    for _ in range(n):
        a = _part(a, axis, 1, None) - _part(a, axis, None, -1)
    return a


@implements(np.ediff1d)
def ediff1d(ary, to_end=None, to_begin=None):
    answer = diff(reshape_(as_array(ary), (-1,)))
    ends = [part for part in (to_begin, to_end) if part is not None]
    for part in ends:
        if not np.can_cast(dtype_of(part), dtype_of(answer), "same_kind"):
            raise TypeError("dtype of `to_end` must be compatible with input `ary` under same_kind")
    parts = [to_begin, answer, to_end]
    parts = [astype(np.ravel(as_array(x)), dtype_of(answer)) for x in parts if x is not None]
    return concatenate_(0, *parts) if ends else answer


@implements(np.trapezoid)
def trapezoid(y, x=None, dx=1.0, axis: int = -1):
    y = as_array(y)
    at, axis = axis, normal_axis(axis, np.ndim(y))  # of x, from the end as the caller wrote it
    if x is not None:
        x = as_array(x)
        if np.ndim(x) == 1:
            dx = reshape_(diff(x), (-1,) + (1,) * (np.ndim(y) - 1 - axis))
        else:
            dx = diff(x, axis=at)
    return np.sum(dx * (_part(y, axis, 1, None) + _part(y, axis, None, -1)) / 2.0, at)


def _slope(f, spacing, axis: int, edge_order: int):
    """Differentiate along one axis as `np.gradient` does; `spacing` is a number or coordinates."""
    ndim, n = np.ndim(f), np.shape(f)[axis]
    if n < edge_order + 1:
        raise ValueError("Shape of array too small to calculate a numerical gradient")
    number = np.zeros((), dtype_of(f)).real.dtype.type

    def at(start, stop):
        return _part(f, axis, start, stop)

    if np.ndim(spacing):
        if np.shape(spacing) != (n,):
            raise ValueError("when 1d, distances must match the length of the dimension")
        steps = reshape_(diff(spacing), (-1,) + (1,) * (ndim - 1 - axis))
    else:
        steps = spacing * np.ones((n - 1,) + (1,) * (ndim - 1 - axis), number)
    even = np.all(value_of(steps) == value_of(steps)[:1])
    if even and not (np.ndim(spacing) and is_traced(spacing)):  # points that move alone do not stay
        step = _part(steps, 0, 0, 1)  # in the middle of even steps, what is there does not count
        inside = (at(2, None) - at(None, -2)) / (2.0 * step)
    else:
        h, k = _part(steps, 0, None, -1), _part(steps, 0, 1, None)
        middle = (k - h) / (h * k) * at(1, -1)
        if even and not np.all(np.isfinite(value_of(middle))):
            middle = np.where(np.isfinite(value_of(middle)), middle, kink(k - h))
        inside = -k / (h * (h + k)) * at(None, -2) + middle + h / (k * (h + k)) * at(2, None)
    h, k = _part(steps, 0, 0, 1), _part(steps, 0, -1, None)
    first, last = (at(1, 2) - at(0, 1)) / h, (at(-1, None) - at(-2, -1)) / k
    if edge_order == 2:  # the slope of a parabola changes by as much in each step
        first = 2.0 * first - _part(inside, axis, 0, 1)
        last = 2.0 * last - _part(inside, axis, -1, None)
    return concatenate_(axis, first, inside, last)


@implements(np.gradient)
def gradient(f, *varargs, axis=None, edge_order: int = 1):
    """Estimate slopes; differentiable by the values and by where they were taken."""
    f = floating(f)
    if edge_order not in (1, 2):
        raise ValueError("'edge_order' greater than 2 not supported")
    axes = axes_of(axis, np.ndim(f))
    if len(varargs) not in (0, 1, len(axes)) or (
        len(varargs) == 1 and np.ndim(varargs[0]) and len(axes) > 1
    ):
        raise TypeError("invalid number of arguments")
    spacings = [1.0] * len(axes) if not varargs else list(varargs)
    if len(spacings) == 1:
        spacings = spacings * len(axes)
    spacings = [as_array(spacing) if np.ndim(spacing) else spacing for spacing in spacings]
    slopes = (_slope(f, *one, edge_order) for one in zip(spacings, axes, strict=True))
    answers = [slope.astype(dtype_of(f)) for slope in slopes]
    return answers[0] if len(answers) == 1 else tuple(answers)
