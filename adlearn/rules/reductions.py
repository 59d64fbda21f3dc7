"""To reduce is to add up, and its transpose spreads the cotangent over what was added.

One pair of primitives, `sum_` and `spread_`, is the transpose of itself in both directions. Means
are sums divided by a number.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import (
    all_finite,
    along,
    as_array,
    axes_of,
    dtype_of,
    in_line,
    in_rows,
    newer,
    normal_axis,
    refuse_out,
    shape_of,
)
from adlearn.rules.indexing import UNSET, getitem, where_
from adlearn.rules.joining import concatenate_, stack_
from adlearn.rules.shapes import astype, flip_
from adlearn.tensors.constructors import general, linear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import array_of, is_traced, value_of

# Sums


def kept(g, axis, keepdims: bool):
    """Put reduced axes back, with size 1, so that `g` broadcasts against what was reduced."""
    return g if keepdims or axis is None else np.expand_dims(g, axis)


def _spread(g, shape: tuple[int, ...], axis, keepdims: bool):
    g = np.asarray(g)
    out = np.empty(shape, g.dtype)
    if g.ndim:
        out[...] = kept(g, axis, keepdims)
    else:
        out.fill(g)
    return out


def add_up(x, axis=None, keepdims: bool = False):
    """Add up plain arrays: `np.sum` without the two microseconds it takes to get there."""
    if isinstance(x, np.ndarray):
        return np.add.reduce(x, axis, None, None, keepdims)
    return np.sum(x, axis=axis, keepdims=keepdims)


sum_ = linear(
    add_up,
    lambda g, x, axis=None, keepdims=False: spread_(g, shape_of(x), axis, keepdims),
    name="sum",
)

spread_ = linear(
    _spread, lambda h, g, shape, axis, keepdims: sum_(h, axis, keepdims), name="spread"
)


def count(x, axis) -> int:
    """Tell how many elements are reduced to one."""
    shape = shape_of(x)
    n = 1
    for i in range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,):
        n *= shape[i]
    return n


def everywhere(where) -> bool:
    """Say whether a mask leaves nothing out, as it was asked or not asked for."""
    return where is UNSET or where is True or (np.ndim(where) == 0 and bool(value_of(where)))


def is_given(initial) -> bool:
    """Say whether a reduction was to start from something."""
    return initial is not UNSET and initial is not None


def like_answer(initial, answer):
    """Give what a reduction starts from the dtype of what it gives."""
    return astype(as_array(initial), dtype_of(answer))


def whole(dtype) -> bool:
    """Say whether a dtype is one of whole numbers: then an answer is constant between its jumps."""
    return dtype is not None and np.dtype(dtype).kind not in "fc"


def prepared(a, dtype, out, where=UNSET, neutral=0):
    """Do what all reductions share: refuse `out`, convert, and mask out by a neutral element."""
    refuse_out(out)
    a = as_array(a)
    if dtype is not None:
        a = astype(a, dtype)
    if not everywhere(where):
        # The neutral element has the dtype of `a`, which otherwise could be promoted.
        a = where_(array_of(where), a, np.asarray(neutral, dtype_of(a)))
    return a


def axis_of(a, axis):
    """Accept the axis that NumPy's own ufuncs take a single number to have."""
    return None if axis in (0, -1) and not np.ndim(a) else axis


def as_axis(axis):
    """Accept a list of axes."""
    return tuple(axis) if isinstance(axis, list) else axis


@implements(np.sum)
def sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=UNSET, where=UNSET):
    a = prepared(a, dtype, out, where)
    keepdims = keepdims is not UNSET and bool(keepdims)
    # With one argument the walk back is quicker.
    answer = sum_(a) if axis is None and not keepdims else sum_(a, axis, keepdims)
    return answer + like_answer(initial, answer) if is_given(initial) else answer


def _mean_back(g, x, axis=None, keepdims: bool = False):
    return spread_(g / builtins.max(count(x, axis), 1), shape_of(x), axis, keepdims)


def _mean(x, axis=None, keepdims: bool = False):
    """What `np.mean` computes, in half the time where halves of floats are no matter."""
    if isinstance(x, np.ndarray) and x.dtype.char in "fdFD" and x.size:
        return np.add.reduce(x, axis, None, None, keepdims) / count(x, axis)
    return np.mean(x, axis=axis, keepdims=keepdims)


mean_ = linear(_mean, _mean_back, name="mean")
sum_.fresh = mean_.fresh = True


@implements(np.mean)
def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=UNSET):
    keepdims = keepdims is not UNSET and bool(keepdims)
    axis = axis if where is UNSET else axis_of(a, axis)
    if whole(dtype):
        return np.mean(value_of(a), axis, dtype, out, keepdims, where=value_of(where))
    if everywhere(where):
        a = prepared(a, dtype, out)
        return mean_(a) if axis is None and not keepdims else mean_(a, axis, keepdims)
    a = as_array(a)
    mask, n = counted(a, where, axis)
    total = sum_(prepared(a, dtype, out, mask), axis, keepdims)
    n = n if keepdims else n.reshape(np.shape(total))
    return total / n.astype(dtype_of(total).type(0).real.dtype)


def counted(a, where, axis) -> tuple[Any, Any]:
    """Say which elements take part, and how many for each result, with reduced axes kept.

    Where none does, all do and are as many as nan: so the derivative is nan there, as the value is,
    for whoever uses it.
    """
    mask = np.broadcast_to(value_of(where), np.shape(a))
    n = np.sum(mask, axis=axis, keepdims=True)
    return mask | (n == 0), np.where(n == 0, np.nan, n)


@implements(np.average)
def average(a, axis=None, weights=None, returned: bool = False, *, keepdims=False):
    a, axis = as_array(a), as_axis(axis)
    keepdims = keepdims is not UNSET and bool(keepdims)
    if weights is None:
        answer = mean_(a, axis, keepdims)
        scale: Any = dtype_of(answer).type(count(a, axis))
    else:
        weights, shape = as_array(weights), np.shape(a)
        if np.shape(weights) != shape:
            if axis is None:
                raise TypeError("Axis must be specified when shapes of a and weights differ.")
            axes = axes_of(axis, len(shape))
            if np.shape(weights) != tuple(shape[i] for i in axes):
                raise ValueError("Shape of weights must be consistent with shape of a along axis.")
            weights = np.transpose(weights, tuple(np.argsort(axes)))
            one = tuple(n if i in axes else 1 for i, n in enumerate(shape))
            weights = np.broadcast_to(np.reshape(weights, one), shape)
        kinds = [dtype_of(a), dtype_of(weights), *([float] if dtype_of(a).kind in "biu" else [])]
        weights = astype(weights, np.result_type(*kinds))
        scale = sum_(weights, axis, keepdims)
        if np.any(value_of(scale) == 0):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        answer = sum_(a * weights, axis, keepdims) / scale
    if not returned:
        return answer
    return answer, scale + np.zeros(np.shape(answer), dtype_of(scale))


# Products. Their derivatives are products of the other elements. Dividing by an element is as right
# where no number is extreme, but costs digits if that is differentiated again.


def _divides(x, ans) -> bool:
    if is_traced(x):
        return False
    sizes = [np.abs(value_of(part)) for part in (x, ans)]
    least = np.finfo(sizes[0].dtype).tiny ** 0.3
    return bool(all(np.all((least < size) & (size < 1 / least)) for size in sizes))


def products_without_one(x):
    """Give, for each number of the last axis, the product of all the others."""
    before = cumprod_(_shifted(x, -1, 1.0), -1)
    return before * flip_(cumprod_(_shifted(flip_(x, -1), -1, 1.0), -1), -1)


def _others(ans, x, axis, keepdims: bool):
    """Give, for each element, the product of all the others."""
    if _divides(x, ans):
        return kept(ans, axis, keepdims) / x
    axes = axes_of(axis, np.ndim(x))
    ends = range(-len(axes), 0)
    shape = np.shape(np.moveaxis(x, axes, ends))
    return np.moveaxis(np.reshape(products_without_one(in_rows(x, axes)), shape), ends, axes)


def weighted(fun, slopes: Callable[..., Any], name: str, part: Callable[[Any], Any] = as_array):
    """Make a primitive `(x, axis, keepdims, *rest)` from its slopes by each element, which are
    `slopes(ans, x, axis, keepdims, *rest)`. `part` takes what counts of cotangents and tangents."""

    def linearized(ans, x, axis, keepdims: bool, *rest):
        return slopes(ans, x, axis, keepdims, *rest), adds, (x, axis, keepdims)

    def pull(g, ans, x, axis, keepdims: bool, *rest):
        return kept(part(g), axis, keepdims) * slopes(ans, x, axis, keepdims, *rest)

    def push(v, ans, x, axis, keepdims: bool, *rest):
        return adds.fun(v * slopes(ans, x, axis, keepdims, *rest), axis, keepdims)

    adds = linear(
        lambda x, axis, keepdims: sum_(part(x), axis, keepdims),
        lambda g, x, axis, keepdims: spread_(part(g), shape_of(x), axis, keepdims),
    )
    primitive = general(fun, [pull], [push], name=name)
    primitive.linearized = linearized
    return primitive


prod_ = weighted(
    lambda x, axis, keepdims: np.prod(x, axis=axis, keepdims=keepdims), _others, "prod"
)


@implements(np.prod)
def prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=UNSET, where=UNSET):
    a = prepared(a, dtype, out, where, 1)
    answer = prod_(a, axis_of(a, axis), keepdims is not UNSET and bool(keepdims))
    return answer * like_answer(initial, answer) if is_given(initial) else answer


# Cumulative sums and products

cumsum_ = linear(
    lambda x, axis: np.cumsum(x, axis),
    lambda g, x, axis: flip_(cumsum_(flip_(g, axis), axis), axis),
    name="cumsum",
)


def _shifted(x, axis: int, first: float):
    """Move the elements by one place, away from a first one."""
    shape, axis = list(np.shape(x)), normal_axis(axis, np.ndim(x))
    n, shape[axis] = shape[axis], 1
    both = concatenate_(axis, np.full(shape, first, dtype_of(x)), x)
    return getitem(both, along(axis, slice(0, n)))


def _recur(a, b, axis: int):
    """Compute `y[i] = a[i] * y[i - 1] + b[i]` along an axis."""
    answer = np.array(b, np.result_type(a, b))
    y, a = np.moveaxis(answer, axis, 0), np.moveaxis(a, axis, 0)
    for i in range(1, len(y)):
        y[i] += a[i] * y[i - 1]
    return answer


def _recur_back(a, g, axis: int):
    """The transpose: `h[i] = a[i + 1] * h[i + 1] + g[i]`."""
    return flip_(recur_(_shifted(flip_(a, axis), axis, 0.0), flip_(g, axis), axis), axis)


recur_ = general(
    _recur,
    [
        lambda g, ans, a, b, axis: _recur_back(a, g, axis) * _shifted(ans, axis, 0.0),
        lambda g, ans, a, b, axis: _recur_back(a, g, axis),
    ],
    [
        lambda v, ans, a, b, axis: recur_(a, v * _shifted(ans, axis, 0.0), axis),
        lambda v, ans, a, b, axis: recur_(a, v, axis),
    ],
    name="recurrence",
)


def _products_pull(g, ans, x, axis: int):
    if _divides(x, ans):
        return flip_(cumsum_(flip_(g * ans, axis), axis), axis) / x
    return _recur_back(x, g, axis) * _shifted(ans, axis, 1.0)


def _products_push(v, ans, x, axis: int):
    if _divides(x, ans):
        return ans * cumsum_(v / x, axis)
    return recur_(x, v * _shifted(ans, axis, 1.0), axis)


products_ = general(np.cumprod, [_products_pull], [_products_push], name="cumprod")


def pieces(x, axis: int) -> list[Any]:
    """Take an array apart along an axis; a long one by halves, as each part sends a cotangent of
    the size of what it was taken from."""
    n = np.shape(x)[axis]
    if n <= 32:
        return [getitem(x, along(axis, i)) for i in range(n)]
    halves = (getitem(x, along(axis, part)) for part in (slice(n // 2), slice(n // 2, None)))
    return [piece for half in halves for piece in pieces(half, axis)]


def accumulated(combine, x, axis: int):
    """Combine element after element, and give each step."""
    found: list[Any] = []
    for piece in pieces(x, axis):
        found.append(combine(found[-1], piece) if found else piece)
    return stack_(axis, *found)


def cumprod_(x, axis: int):
    """Multiply at once; one by one where something is infinite, which not all go through."""
    if not is_traced(x) or all_finite(np.cumprod(value_of(x), axis)):
        return products_(x, axis)
    return accumulated(np.multiply, x, normal_axis(axis, np.ndim(x)))


def _cumulative(primitive) -> Callable[..., Any]:
    def function(a, axis=None, dtype=None, out=None):
        return primitive(*in_line(prepared(a, dtype, out), axis))

    return function


cumsum = implements(np.cumsum)(_cumulative(cumsum_))
cumprod = implements(np.cumprod)(_cumulative(cumprod_))


def _cumulative_along(of_numpy_1, start: float, name: str) -> Callable[..., Any]:
    """Make a function of the newer names: it needs an axis, and can begin with nothing added up."""

    def function(x, /, *, axis=None, dtype=None, out=None, include_initial: bool = False):
        x = np.atleast_1d(as_array(x))
        (axis,) = axis if isinstance(axis, tuple) else (axis,)
        if axis is None and np.ndim(x) != 1:
            raise ValueError("For arrays which have more than one dimension ``axis`` is required.")
        axis = normal_axis(-1 if axis is None else axis, np.ndim(x))
        answer = of_numpy_1(x, axis, dtype, out)
        if not include_initial:
            return answer
        first = (*np.shape(x)[:axis], 1, *np.shape(x)[axis + 1 :])
        return concatenate_(axis, np.full(first, start, dtype_of(answer)), answer)

    return implements(*newer(name))(function)


cumulative_sum = _cumulative_along(cumsum, 0.0, "cumulative_sum")
cumulative_prod = _cumulative_along(cumprod, 1.0, "cumulative_prod")


# Reductions that leave out what is not a number


def without_nan(function, numpy_s):
    """Make a function that leaves out what is not a number, by the mask that the other one has."""

    def leaving_out(
        a, axis=None, dtype=None, out=None, keepdims=False, initial=UNSET, where=True, **kwargs
    ):
        kwargs |= {} if initial is UNSET else {"initial": initial}
        numbers = ~np.isnan(value_of(a)) & value_of(where)
        return function(a, axis, dtype, out, keepdims, where=numbers, **kwargs)

    leaving_out.__name__ = numpy_s.__name__
    return implements(numpy_s)(leaving_out)


def with_neutral(function, neutral: float):
    """Make a function that puts a neutral element in the place of what is not a number."""
    return lambda a, *how, **named: function(
        where_(np.isnan(value_of(a)), neutral, as_array(a)), *how, **named
    )


nansum, nanprod = without_nan(sum, np.nansum), without_nan(prod, np.nanprod)
nanmean = without_nan(mean, np.nanmean)
implements(np.nancumsum)(with_neutral(cumsum, 0.0))
implements(np.nancumprod)(with_neutral(cumprod, 1.0))
