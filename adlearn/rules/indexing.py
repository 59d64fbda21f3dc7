"""Choosing elements is linear: its transpose puts each cotangent back where the element came from.

One pair of primitives, `getitem` and `scatter`, is the transpose of itself in both directions. An
element that was chosen twice gets the sum of both cotangents. Nearly everything else here only
computes which elements are chosen (from the values, without derivative) and calls `getitem`.
"""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import (
    along,
    as_array,
    dtype_of,
    in_line,
    normal_axis,
    real_dtype,
    refuse_out,
)
from adlearn.rules.elementwise import kink, share
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import bilinear, elementwise_by_pulls, jointly_linear, linear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import array_of, value_of

UNSET = np._NoValue

# getitem and scatter


def _scatter(g, index, shape: tuple[int, ...]):
    g = np.asarray(g)
    out = np.zeros(shape, g.dtype)
    if chooses_once(index):
        out[index] = g
    elif math.prod(shape) <= 4 * g.size:
        # Adding at flat positions is many times faster than adding at a general index.
        positions = np.arange(out.size).reshape(shape)[index]
        np.add.at(out.reshape(-1), positions.reshape(-1), g.reshape(-1))
    else:
        np.add.at(out, index, g)
    return out


def chooses_once(index) -> bool:
    """Say whether an index surely chooses no element twice: only arrays of integers can."""
    parts = index if isinstance(index, tuple) else (index,)
    for part in parts:
        if part is None or part is Ellipsis or isinstance(part, (int, slice, np.integer)):
            continue
        if not (isinstance(part, (np.ndarray, np.bool_)) and part.dtype == bool):
            return False
    return True


getitem = linear(
    lambda x, index: np.asarray(x)[index],
    lambda g, x, index: scatter(g, index, np.shape(x)),
    name="getitem",
)
getitem.fresh = True

scatter = linear(_scatter, lambda h, g, index, shape: getitem(h, index), name="scatter")


# Choosing by integers


def as_index(indices):
    """Make an index of whole numbers; an empty list is one, too."""
    indices = array_of(indices)
    return indices if indices.size else indices.astype(int)


@implements(np.take)
def take(a, indices, axis=None, out=None, mode: str = "raise"):
    refuse_out(out)
    a, axis = in_line(as_array(a), axis)
    indices = as_index(indices)
    if mode == "clip":
        indices = np.clip(indices, 0, np.shape(a)[axis] - 1)
    elif mode == "wrap":
        indices = indices % np.shape(a)[axis] if indices.size else indices
    return getitem(a, along(axis, indices if np.ndim(indices) else int(indices)))


@implements(np.take_along_axis)
def take_along_axis(arr, indices, axis=-1):
    arr, indices = as_array(arr), as_index(indices)
    if axis is None:
        arr, axis = np.reshape(arr, (-1,)), 0
    shape = np.shape(arr)
    axis = normal_axis(axis, len(shape))
    if len(shape) != indices.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    grid = [np.arange(n).reshape((-1,) + (1,) * (len(shape) - 1 - i)) for i, n in enumerate(shape)]
    return getitem(arr, (*grid[:axis], indices, *grid[axis + 1 :]))


@implements(np.sort)
def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    a = as_array(a)
    if axis is None:
        a, axis = np.reshape(a, (-1,)), -1
    order = np.argsort(value_of(a), axis=axis, kind=None if stable else kind, stable=stable)
    return take_along_axis(a, order, axis)


@implements(np.partition)
def partition(a, kth, axis=-1, kind: str = "introselect", order=None):
    a = as_array(a)
    if axis is None:
        a, axis = np.reshape(a, (-1,)), -1
    plain = value_of(a)
    parted = np.partition(plain, kth, axis=axis, kind=kind)
    order = np.empty(parted.shape, int)
    np.put_along_axis(order, np.argsort(parted, axis), np.argsort(plain, axis), axis)
    return take_along_axis(a, order, axis)


# Choosing by conditions

where_ = jointly_linear(
    lambda condition, x, y: np.where(condition, x, y),
    lambda place, g, condition, *args: unbroadcast(
        where_(condition, g, 0.0) if place == 1 else where_(condition, 0.0, g),
        np.shape(args[place - 1]),
    ),
    first=1,
    name="where",
)


@implements(np.where)
def where(condition, x=UNSET, y=UNSET):
    """Choose from `x` or `y`; zeros come from the branch not taken, even where it is infinite."""
    if x is UNSET and y is UNSET:
        return np.nonzero(value_of(condition))
    if x is UNSET or y is UNSET:
        raise ValueError("either both or neither of x and y should be given")
    return where_(array_of(condition), x, y)


@implements(np.compress)
def compress(condition, a, axis=None, out=None):
    return take(a, np.flatnonzero(value_of(condition)), axis, out)


implements(np.extract)(lambda condition, arr: compress(condition, arr))


@implements(np.choose)
def choose(a, choices, out=None, mode: str = "raise"):
    refuse_out(out)
    plain = np.choose(value_of(a), [value_of(choice) for choice in choices], mode=mode)
    a, last = array_of(a), len(choices) - 1
    a = np.clip(a, 0, last) if mode == "clip" else a % (last + 1)
    answer = where_(a == last, choices[last], choices[last])
    for i in range(last):
        answer = where_(a == i, choices[i], answer)
    return answer.astype(plain.dtype)


@implements(np.select)
def select(condlist, choicelist, default=0):
    plain = np.select(value_of(condlist), value_of(choicelist), value_of(default))
    answer = default
    for condition, choice in reversed(list(zip(condlist, choicelist, strict=True))):
        answer = where_(value_of(condition), choice, answer)
    return answer.astype(plain.dtype)


@implements(np.piecewise)
def piecewise(x, condlist, funclist, *args, **kw):
    """Call each function only on its elements: outside of them it may not even be defined."""
    x = as_array(x)
    shape = np.shape(x)
    condlist = value_of(condlist)
    if np.isscalar(condlist) or (not isinstance(condlist[0], (list, np.ndarray)) and shape != ()):
        condlist = [condlist]
    conditions = [np.broadcast_to(array_of(c).astype(bool), shape) for c in condlist]
    if len(funclist) == len(conditions) + 1:
        conditions.append(~np.any(conditions, axis=0))
    elif len(funclist) != len(conditions):
        raise ValueError(
            f"with {len(conditions)} condition(s), either {len(conditions)} or "
            f"{len(conditions) + 1} functions are expected"
        )
    answer: Any = np.zeros(shape, dtype_of(x))
    taken = np.zeros(shape, bool)
    for mine, function in reversed(list(zip(conditions, funclist, strict=True))):
        mine = mine & ~taken  # where several conditions hold, the last one counts
        taken = taken | mine
        if not callable(function):
            answer = where_(mine, function, answer)
        elif mine.any():
            piece = function(getitem(x, mine), *args, **kw)
            piece = piece + np.zeros(int(mine.sum()), dtype_of(x))
            answer = answer + scatter(piece, mine, shape)
    return answer.astype(dtype_of(x))


def _clip_weight(which: int, ans, x, low, high):
    """Tell how much of the answer is x, low or high: `minimum(maximum(x, low), high)`.

    Where all three are equal, neither x alone nor low alone moves the answer.
    """
    ans, x, low, high = map(value_of, (ans, x, low, high))
    inner = x if low is None else np.maximum(x, low)
    mine = 1.0 if low is None else share(x, low, inner)
    kept = 1.0 if high is None else share(inner, high, ans)
    if low is not None and high is not None:
        kept = np.where((x == low) & (low == high), 0.0, kept)
    weight = (mine * kept, (1.0 - mine) * kept, 1.0 - kept)[which]
    return array_of(weight).astype(real_dtype(ans))


clip_ = elementwise_by_pulls(
    lambda x, low, high: np.clip(x, low, high),
    lambda g, ans, *args: g * _clip_weight(0, ans, *args),
    lambda g, ans, *args: g * _clip_weight(1, ans, *args),
    lambda g, ans, *args: g * _clip_weight(2, ans, *args),
    name="clip",
)
clip_.choosing = (0, 1, 2)


@implements(np.clip)
def clip(a, a_min=UNSET, a_max=UNSET, out=None, *, min=UNSET, max=UNSET, **keywords):
    refuse_out(out)
    refused = keywords.keys() - {"order", "subok"}
    if refused:
        raise MissingRule(
            f"np.clip has no derivative with {refused.pop()}=. Convert with .astype(dtype), and "
            "choose with np.where(mask, np.clip(x, low, high), other)."
        )
    ends, others = ((min, max), (a_min, a_max)) if a_min is UNSET else ((a_min, a_max), (min, max))
    if others != (UNSET, UNSET) or (a_min is not UNSET and a_max is UNSET):
        raise ValueError("np.clip takes a_min and a_max, or min and max, but not of both pairs.")
    return clip_(as_array(a), *(None if end is UNSET else end for end in ends))


# Tables and polynomials


@implements(np.interp)
def interp(x, xp, fp, left=None, right=None, period=None):
    """Interpolate linearly. Outside of the table the answer is constant."""
    x, xp, fp = as_array(x), as_array(xp), as_array(fp)
    if "c" in dtype_of(x).kind + dtype_of(xp).kind:
        raise MissingRule("np.interp has no derivative at complex places. Use np.real(x) in it.")
    if period is not None:
        period = abs(period)
        if period == 0:
            raise ValueError("period must be a non-zero value")
        x = x - period * np.floor(value_of(x) / period)
        xp = xp - period * np.floor(value_of(xp) / period)
        order = np.argsort(value_of(xp))
        once_more = np.concatenate([order[-1:], order, order[:1]])
        turns = np.zeros(len(once_more))
        turns[0], turns[-1] = -period, period
        xp, fp = getitem(xp, once_more) + turns, getitem(fp, once_more)
        left = right = None
    n = np.shape(xp)[0]
    left = getitem(fp, 0) if left is None else left
    right = getitem(fp, n - 1) if right is None else right
    at, knots = value_of(x), value_of(xp)
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, builtins.max(n - 2, 0))
    j = np.minimum(i + 1, n - 1)
    step = getitem(xp, j) - getitem(xp, i)
    step = where_(value_of(step) == 0, 1.0, step)
    low, high = getitem(fp, i), getitem(fp, j)
    slope = (high - low) / step
    inside = low + slope * (x - getitem(xp, i))
    undefined = np.isnan(value_of(inside))
    if undefined.any():  # beside an infinite element: NumPy tries from the other end, too
        inside = where_(undefined, high + slope * (x - getitem(xp, j)), inside)
        at_low = (at == knots[i]) | (np.isnan(value_of(inside)) & (value_of(low) == value_of(high)))
        known = where_(at_low, low, high) + kink(x)  # of a jump there is no slope
        inside = where_(undefined & (at_low | (at == knots[j])), known, inside)
    answer = where_(at < knots[0], left, where_(at > knots[-1], right, inside))
    return answer.astype(np.result_type(answer.dtype, float))  # NumPy's never is of float32


@implements(np.polyval)
def polyval(p, x):
    p, x = as_array(p), as_array(x)
    answer = value_of(x) * 0  # a constant, which has no part where the first coefficient is 0
    for i in range(np.shape(p)[0]):
        answer = (answer * x if i else answer) + getitem(p, i)
    return answer if np.shape(p)[0] > 1 else answer + x * 0


@implements(np.vander)
def vander(x, N=None, increasing: bool = False):
    x = as_array(x)
    if np.ndim(x) != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    count = np.shape(x)[0] if N is None else N
    dtype = np.promote_types(dtype_of(x), int)  # as NumPy does, which makes float32 float64
    if not count:
        return np.zeros((np.shape(x)[0], 0), dtype)
    columns = [np.ones(np.shape(x), dtype)]
    for _ in range(count - 1):
        columns.append(columns[-1] * x)
    return np.stack(columns if increasing else columns[::-1], axis=1)


# Convolution. The transpose of a convolution is one with the kernel reversed.


def _adjoint_of_convolution(g, this, other):
    n, m = np.shape(this)[0], np.shape(other)[0]
    backwards = getitem(other, slice(None, None, -1))
    return getitem(convolve_(g, backwards), slice(m - 1, m - 1 + n))


convolve_ = bilinear(
    lambda a, v: np.convolve(a, v),
    lambda g, a, v: _adjoint_of_convolution(g, a, v),
    lambda g, a, v: _adjoint_of_convolution(g, v, a),
    name="convolve",
)


def _window(full, n: int, m: int, mode, swapped: bool = False):
    """Cut the part of a full convolution that NumPy's `mode` asks for."""
    few, many = builtins.min(n, m), builtins.max(n, m)
    mode = str(mode)
    if mode == "full":
        return full
    if mode == "same":
        start = few // 2 if swapped else (few - 1) // 2
        return getitem(full, slice(start, start + many))
    if mode == "valid":
        return getitem(full, slice(few - 1, many))
    raise ValueError("mode must be one of 'valid', 'same', or 'full'")


@implements(np.convolve)
def convolve(a, v, mode: str = "full"):
    a, v = np.atleast_1d(as_array(a)), np.atleast_1d(as_array(v))
    return _window(convolve_(a, v), np.shape(a)[0], np.shape(v)[0], mode)


@implements(np.correlate)
def correlate(a, v, mode: str = "valid"):
    a, v = np.atleast_1d(as_array(a)), np.atleast_1d(as_array(v))
    n, m = np.shape(a)[0], np.shape(v)[0]
    v = np.conj(v) if dtype_of(v).kind == "c" else v
    return _window(convolve_(a, getitem(v, slice(None, None, -1))), n, m, mode, m > n)
