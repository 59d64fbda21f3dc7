"""A padding works along one axis after the other. Along an axis it repeats elements, is a matrix
product, or joins what it computes to both ends. NumPy says which elements, and which matrix, when
it pads a row of numbers or a unit matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import along, as_array, dtype_of, real_dtype
from adlearn.rules.indexing import getitem, take, where_
from adlearn.rules.joining import concatenate_, zero_pad_
from adlearn.rules.shapes import astype, broadcast_to_, copy_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of

#: Mode -> what it repeats.
STATISTICS = {"maximum": np.max, "minimum": np.min, "mean": np.mean, "median": np.median}
#: Mode -> the name of what stands at the ends.
AT_THE_ENDS = {"constant": "constant_values", "linear_ramp": "end_values"}

Widths = list[tuple[int, int]]


def pairs(given, ndim: int) -> list[Any]:
    """Give what stands before and after each axis."""
    both = np.broadcast_to(as_array(given), (ndim, 2))
    return [(both[axis, 0], both[axis, 1]) for axis in range(ndim)]


def widths_of(pad_width, ndim: int) -> Widths:
    """Write out the widths, of which some may be meant for several axes."""
    if isinstance(pad_width, dict):
        widths: Widths = [(0, 0)] * ndim
        for axis, width in pad_width.items():
            widths[axis] = tuple(np.broadcast_to(width, 2).tolist())
        return widths
    return [tuple(width) for width in np.broadcast_to(pad_width, (ndim, 2)).tolist()]


def by_matrix(x, axis: int, width, mode: str, **kwargs):
    """Multiply by what NumPy makes of a unit matrix, of whose rows few elements are not zero: those
    that do not count may be nan."""
    shape = np.shape(x)
    matrix = np.pad(np.eye(shape[axis], dtype=real_dtype(x)), (width, (0, 0)), mode, **kwargs)
    places = np.argsort(matrix == 0, axis=1, kind="stable")  # what counts comes first
    weights = np.take_along_axis(matrix, places, 1)
    answer: Any = np.zeros((*shape[:axis], len(matrix), *shape[axis + 1 :]), real_dtype(x))
    for place, weight in zip(places.T, weights.T, strict=True):
        weight = weight.reshape((-1,) + (1,) * (len(shape) - 1 - axis))
        if np.any(weight):
            answer = answer + where_(weight == 0, 0.0, take(x, place, axis) * weight)
    return answer


def between_ends(x, axis: int, width, mode: str, ends):
    """Pad towards given numbers at both ends."""
    shape = (-1,) + (1,) * (np.ndim(x) - 1 - axis)
    answer, zeros = by_matrix(x, axis, width, mode), np.zeros(np.shape(x)[axis], real_dtype(x))
    for i, end in enumerate(ends):
        part = np.pad(zeros, width, mode, **{AT_THE_ENDS[mode]: np.eye(2)[i]})
        answer = answer + np.reshape(part, shape) * end
    return answer


def statistics_joined(x, axis: int, width, mode: str, lengths):
    """Repeat a maximum, a mean, ... of what is near the ends."""
    parts, n = [x], np.shape(x)[axis]
    for first, size, length in zip((True, False), width, lengths, strict=True):
        length = n if length is None else min(int(length), n)
        near = getitem(x, along(axis, slice(0, length) if first else slice(n - length, n)))
        value = STATISTICS[mode](near, axis=axis, keepdims=True)
        shape = (*np.shape(x)[:axis], size, *np.shape(x)[axis + 1 :])
        parts.insert(0 if first else len(parts), broadcast_to_(value, shape))
    return concatenate_(axis, *parts)


def pad_axis(x, axis: int, width, mode: str, kwargs: dict[str, Any], given):
    """Pad along one axis."""
    if mode in AT_THE_ENDS:
        return between_ends(x, axis, width, mode, given[axis])
    if mode in STATISTICS:
        return statistics_joined(x, axis, width, mode, given[axis])
    if kwargs.get("reflect_type") == "odd":
        return by_matrix(x, axis, width, mode, **kwargs)
    return take(x, np.pad(np.arange(np.shape(x)[axis]), width, mode, **kwargs), axis)


@implements(np.pad)
def pad(array, pad_width, mode="constant", **kwargs):
    """Pad an array; by `constant_values` and `end_values` it has a derivative, too."""
    if callable(mode):
        raise MissingRule(
            "np.pad with a function writes into the array, and has no derivative. Use "
            "np.concatenate with what the function computes."
        )
    x = as_array(array)
    if np.ndim(x) == 0:
        return copy_(x)
    plain = {key: value_of(value) for key, value in kwargs.items()}
    expected = np.pad(value_of(x), pad_width, mode, **plain)  # refuses what NumPy refuses
    widths = widths_of(pad_width, np.ndim(x))
    fill = kwargs.get("constant_values", 0)
    if not any(map(any, widths)):
        return copy_(x)
    if mode == "empty" or (mode == "constant" and not is_traced(fill)):
        frame = np.zeros(np.shape(x), dtype_of(x))
        answer = zero_pad_(x, tuple(widths))
        return answer + np.pad(frame, widths, constant_values=fill) if np.any(fill) else answer
    ends = kwargs.get(AT_THE_ENDS.get(mode, ""), 0)
    given = kwargs.get("stat_length") if mode in STATISTICS else ends
    given = [(None, None)] * np.ndim(x) if given is None else pairs(given, np.ndim(x))
    for axis, width in enumerate(widths):
        if any(width):
            x = pad_axis(x, axis, width, mode, kwargs, given)
    if mode == "linear_ramp" and np.isnan(expected).any():  # such a ramp is nan all over
        x = x + np.where(np.isnan(expected), real_dtype(x).type(np.nan), 0)
    return astype(x, expected.dtype)
