"""The methods of ufuncs, `np.subtract.outer`, `np.logaddexp.reduce`, ...: calls of the ufunc
itself, one after the other, so the rule of the ufunc is all that they need.

What has a function of its own (sums, products, extrema) is left to that. NumPy is asked first, on
the plain values: it refuses what it refuses, and says which shape and dtype the answer has.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules import order_statistics, reductions
from adlearn.rules.arrays_asked import along, as_array, axes_of, in_rows, normal_axis
from adlearn.rules.indexing import getitem, where_
from adlearn.rules.joining import stack_
from adlearn.rules.reductions import UNSET, accumulated, pieces
from adlearn.rules.shapes import astype, broadcast_to_, reshape_
from adlearn.rules.writing import refuse, ufunc_at
from adlearn.tensors.primitive import Traced, array_of, is_traced, value_of


def of_numbers(extremum, least: float):
    """Make `fmax.reduce`: what is not a number is left out, unless there is nothing else."""

    def function(x, axis, keepdims):
        undefined = np.isnan(value_of(x))
        nothing = np.all(undefined, axis=axis, keepdims=True)
        return extremum(where_(undefined & ~nothing, least, x), axis, keepdims=keepdims)

    return function


REDUCES: dict[Any, Any] = {np.add: reductions.sum, np.multiply: reductions.prod}
REDUCES |= {np.maximum: order_statistics.max, np.minimum: order_statistics.min}
OF_NUMBERS = {
    np.fmax: of_numbers(order_statistics.max, -np.inf),
    np.fmin: of_numbers(order_statistics.min, np.inf),
}
ACCUMULATES = {np.add: reductions.cumsum, np.multiply: reductions.cumprod}


def the_axis(axis, ndim: int) -> int:
    """Count the only axis from the front; NumPy takes it in a tuple too, or None for axis 0."""
    axis = 0 if axis is None else axis[0] if isinstance(axis, tuple) else axis
    return normal_axis(axis, ndim)


def reduce(
    ufunc, array, axis=0, dtype=None, out=None, keepdims=False, initial=UNSET, where=True
) -> Any:
    """Combine the elements along axes, from the first to the last."""
    x, chosen = reductions.prepared(array, dtype, out), array_of(where)
    if initial is not UNSET and initial is not None and dtype is not None:
        initial = astype(as_array(initial), dtype)
    options: dict[str, Any] = {} if initial is UNSET else {"initial": value_of(initial)}
    if not chosen.all():
        options["where"] = chosen
    expected = ufunc.reduce(value_of(x), axis, dtype, None, keepdims, **options)
    if not isinstance(x, Traced) and not isinstance(initial, Traced):
        return expected
    if initial is not UNSET:
        options["initial"] = initial
    axis = axis if np.ndim(x) else None  # a single number has an axis 0 here, for NumPy
    if ufunc in OF_NUMBERS and not options:
        return OF_NUMBERS[ufunc](x, axis, keepdims)
    if ufunc in REDUCES and initial is not None:
        return astype(REDUCES[ufunc](x, axis=axis, keepdims=keepdims, **options), expected.dtype)
    both = (x, np.broadcast_to(chosen, np.shape(x)))
    flat, flat_mask = (in_rows(part, axes_of(axis, np.ndim(x))) for part in both)
    rows, masks = pieces(flat, np.ndim(flat) - 1), pieces(flat_mask, np.ndim(flat) - 1)
    if initial is None or (initial is UNSET and ufunc.identity is None):
        answer, rows, masks = rows[0], rows[1:], masks[1:]
    else:
        start = ufunc.identity if initial is UNSET else initial
        answer = broadcast_to_(astype(start, expected.dtype), np.shape(flat)[:-1])
    for row, mask in zip(rows, masks, strict=True):
        combined = ufunc(answer, row)
        answer = combined if mask.all() else where_(mask, combined, answer)
    return as_numpy_s(ufunc, reshape_(answer, np.shape(expected)), expected)


def as_numpy_s(ufunc, answer, expected):
    """Give an answer the dtype of NumPy's. Some builds of NumPy leave elements out in
    `power.reduce` and `arctan2.reduce`: the derivative of that is nobody's."""
    near = 1000 * np.finfo(expected.dtype).eps if expected.dtype.kind in "fc" else 0
    if not np.allclose(value_of(answer), expected, near, near, equal_nan=True):
        raise MissingRule(
            f"this NumPy computes numpy.{ufunc.__name__}.reduce otherwise than element after "
            f"element, which is an error of its own. Use functools.reduce(numpy.{ufunc.__name__}, "
            "x), which goes along the first axis."
        )
    return astype(answer, expected.dtype)


def accumulate(ufunc, array, axis=0, dtype=None, out=None) -> Any:
    """Combine the elements along an axis, and give each step."""
    x = reductions.prepared(array, dtype, out)
    expected = ufunc.accumulate(value_of(x), axis, dtype)
    if not isinstance(x, Traced) or not expected.size or expected.dtype.kind not in "fc":
        return expected
    if ufunc in ACCUMULATES:
        return astype(ACCUMULATES[ufunc](x, the_axis(axis, np.ndim(x))), expected.dtype)
    axis = the_axis(axis, np.ndim(x))
    return as_numpy_s(ufunc, accumulated(ufunc, x, axis), expected)


def reduceat(ufunc, array, indices, axis=0, dtype=None, out=None) -> Any:
    """Reduce the parts that begin at some places, each as far as the next one begins."""
    x, starts = reductions.prepared(array, dtype, out), array_of(indices).astype(int)
    expected = ufunc.reduceat(value_of(x), value_of(indices), axis, dtype)
    if not isinstance(x, Traced) or not expected.size or expected.dtype.kind not in "fc":
        return expected
    axis = the_axis(axis, np.ndim(x))
    ends = np.append(starts[1:], np.shape(x)[axis])
    parts = [
        reduce(ufunc, getitem(x, along(axis, slice(start, end))), axis)
        if end > start + 1
        else getitem(x, along(axis, start))
        for start, end in zip(starts, ends, strict=True)
    ]
    return as_numpy_s(ufunc, stack_(axis, *parts), expected)


def outer(ufunc, a, b, **kwargs) -> Any:
    """Combine each element of one array with each of another."""
    a, b = as_array(a), as_array(b)
    return ufunc(reshape_(a, np.shape(a) + (1,) * np.ndim(b)), b, **kwargs)


def at(ufunc, a, indices, *b, inplace: bool = True) -> Any:
    """Change elements, some of them several times: in a new array, or not at all."""
    if not inplace:
        return ufunc_at(ufunc, a, indices, *b)
    if is_traced(a, *b):
        raise refuse(f"{ufunc.__name__}.at(a, indices, b, inplace=False)")
    return ufunc.at(a, value_of(indices), *b)
