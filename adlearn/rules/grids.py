"""Evenly spaced numbers between ends that may be traced, and grids made of coordinates."""

from __future__ import annotations

import operator

import numpy as np

from adlearn.rules.arrays_asked import as_array, dtype_of
from adlearn.rules.indexing import where_
from adlearn.rules.shapes import astype, broadcast_to_, reshape_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of


def _dtype_of(numpy_s, start, stop, dtype) -> np.dtype:
    """Ask NumPy for the dtype: it differs between its versions."""
    with np.errstate(all="ignore"):
        return numpy_s(value_of(start), value_of(stop), 1, dtype=dtype).dtype


def _column(num: int, shape: tuple[int, ...]):
    """Number the points along a first axis, before axes of a shape."""
    return np.arange(operator.index(num)).reshape((-1,) + (1,) * len(shape))


@implements(np.linspace)
def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    wanted, ends = _dtype_of(np.linspace, start, stop, dtype), (start, stop)
    start, stop = as_array(start), as_array(stop)
    shape = np.broadcast_shapes(np.shape(start), np.shape(stop))
    steps = (num - 1) if endpoint else num
    width = stop - start
    part = _column(num, shape) / (steps or 1)
    # The last one is the end itself, without rounding.
    at_end = part == 1.0
    points = where_(at_end, stop, start + part * width)
    if axis:
        points = np.moveaxis(points, 0, axis)
    answer = astype(points if wanted.kind in "fc" else np.floor(value_of(points)), wanted)
    if not retstep:
        return answer
    with np.errstate(all="ignore"):
        _, step = np.linspace(*map(value_of, ends), 3, retstep=True)
    return answer, astype(width / steps, dtype_of(step)) if steps > 0 else np.nan


@implements(np.logspace)
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    if np.ndim(base):
        ndim = max(map(np.ndim, (start, stop, base)))
        start, stop, base = (
            reshape_(as_array(x), (1,) * (ndim - np.ndim(x)) + np.shape(x))
            for x in (start, stop, base)
        )
        base = np.expand_dims(base, axis)
    answer = base ** linspace(start, stop, num, endpoint, axis=axis)
    return answer if dtype is None else astype(answer, dtype)


@implements(np.geomspace)
def geomspace(start, stop, num: int = 50, endpoint: bool = True, dtype=None, axis: int = 0):
    """Numbers with one ratio between neighbours, turned so that the first is positive."""
    if np.any(value_of(start) == 0) or np.any(value_of(stop) == 0):
        raise ValueError("Geometric sequence cannot include zero")
    wanted = _dtype_of(np.geomspace, start, stop, dtype)
    dtype = np.result_type(value_of(start), value_of(stop), float(num), wanted)
    start, stop = astype(as_array(start), dtype), astype(as_array(stop), dtype)
    turned = start / np.abs(start) if dtype.kind == "c" else np.sign(value_of(start))
    first, last = start / turned, stop / turned
    points = 10.0 ** linspace(np.log10(first), np.log10(last), num, endpoint)
    place = _column(num, np.broadcast_shapes(np.shape(start), np.shape(stop)))
    points = where_(place == 0, first, points)
    if endpoint and num > 1:
        points = where_(place == num - 1, last, points)
    return astype(np.moveaxis(points * turned, 0, axis), wanted)


@implements(np.meshgrid)
def meshgrid(*xi, copy: bool = True, sparse: bool = False, indexing: str = "xy"):
    arrays = [as_array(x) for x in xi]
    thin = np.meshgrid(*map(value_of, arrays), copy=False, sparse=True, indexing=indexing)
    grids = [reshape_(x, one.shape) for x, one in zip(arrays, thin, strict=True)]
    if sparse:
        return tuple(grids) if copy else grids
    shape = np.broadcast_shapes(*map(np.shape, grids))
    return tuple(broadcast_to_(grid, shape) for grid in grids)


@implements(np.ix_)
def ix_(*args):
    """Turn each vector along an axis of its own."""
    plain = np.ix_(*map(value_of, args))
    pairs = zip(map(as_array, args), plain, strict=True)
    return tuple(reshape_(x, one.shape) if is_traced(x) else one for x, one in pairs)
