"""Evenly spaced numbers between ends that may be traced, and grids made of coordinates."""

from __future__ import annotations

import numpy as np

from adlearn.rules.arrays_asked import as_array, dtype_of
from adlearn.rules.indexing import where_
from adlearn.rules.shapes import astype, broadcast_to_, reshape_
from adlearn.tensors.primitive import implements, value_of


@implements(np.linspace)
def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    start, stop = as_array(start), as_array(stop)
    shape = np.broadcast_shapes(np.shape(start), np.shape(stop))
    steps = (num - 1) if endpoint else num
    width = stop - start
    part = np.arange(num).reshape((-1,) + (1,) * len(shape)) / (steps or 1)
    # The last one is the end itself, without rounding.
    at_end = part == 1.0
    points = where_(at_end, stop, start + part * width)
    if axis:
        points = np.moveaxis(points, 0, axis)
    if dtype is None:
        dtype = np.result_type(dtype_of(start), dtype_of(stop), float(num))
    answer = astype(points, dtype)
    return (answer, width / steps if steps > 0 else np.nan) if retstep else answer


@implements(np.logspace)
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    base = np.expand_dims(base, axis) if np.ndim(base) else base
    answer = base ** linspace(start, stop, num, endpoint, axis=axis)
    return answer if dtype is None else astype(answer, dtype)


@implements(np.geomspace)
def geomspace(start, stop, num: int = 50, endpoint: bool = True, dtype=None, axis: int = 0):
    """Numbers with one ratio between neighbours; negative ends come as positive ones."""
    start, stop = as_array(start), as_array(stop)
    sign = np.sign(value_of(start))
    if not np.all(sign * value_of(stop) > 0):
        raise ValueError("Geometric sequence cannot include zero")
    powers = linspace(np.log(start * sign), np.log(stop * sign), num, endpoint, axis=axis)
    answer = np.exp(powers) * (np.expand_dims(sign, axis) if np.ndim(sign) else sign)
    if dtype is None:
        dtype = np.result_type(dtype_of(start), dtype_of(stop), np.float64)
    return astype(answer, dtype)


@implements(np.meshgrid)
def meshgrid(*xi, copy: bool = True, sparse: bool = False, indexing: str = "xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    vectors = [reshape_(as_array(x), (-1,)) for x in xi]
    places = list(range(len(vectors)))
    if indexing == "xy" and len(vectors) > 1:
        places[:2] = [1, 0]
    grids = [
        reshape_(x, tuple(-1 if i == place else 1 for i in range(len(vectors))))
        for x, place in zip(vectors, places, strict=True)
    ]
    if sparse:
        return tuple(grids)
    shape = np.broadcast_shapes(*map(np.shape, grids))
    return tuple(broadcast_to_(grid, shape) for grid in grids)


@implements(np.ix_)
def ix_(*args):
    """Turn each vector along an axis of its own."""
    vectors = [as_array(x) for x in args]
    if any(np.ndim(x) != 1 for x in vectors):
        raise ValueError("Cross index must be 1 dimensional")
    vectors = [np.flatnonzero(x) if dtype_of(x).kind == "b" else x for x in vectors]
    n = len(vectors)
    return tuple(reshape_(x, (1,) * i + (-1,) + (1,) * (n - 1 - i)) for i, x in enumerate(vectors))
