"""To reduce is to add up, and its transpose spreads the cotangent over what was added.

One pair of primitives, `sum_` and `spread_`, is the transpose of itself in both directions. Means
are sums divided by a number; a maximum or a quantile is a sum with weights that say which elements
were chosen (equal ones share), and those do not change a little when the elements do.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.array_primitive import (
    ArrayPrimitive,
    constant,
    general,
    implements,
    is_traced,
    linear,
    value_of,
)
from adlearn.errors import MissingRule
from adlearn.rules.indexing import (
    along,
    as_array,
    dtype_of,
    getitem,
    normal_axis,
    refuse_out,
    where_,
)
from adlearn.rules.shapes import astype, concatenate_, flip_, reshape_, stack_

UNSET = np._NoValue

# Sums


def kept(g: Any, axis: Any, keepdims: bool) -> Any:
    """Put reduced axes back, with size 1, so that `g` broadcasts against what was reduced."""
    return g if keepdims or axis is None else np.expand_dims(g, axis)


def _spread(g: Any, shape: tuple[int, ...], axis: Any, keepdims: bool) -> Any:
    g = kept(np.asarray(g), axis, keepdims)
    out = np.empty(shape, g.dtype)
    out[...] = g
    return out


sum_ = linear(
    lambda x, axis=None, keepdims=False: np.sum(x, axis=axis, keepdims=keepdims),
    lambda g, x, axis=None, keepdims=False: spread_(g, np.shape(x), axis, keepdims),
    name="sum",
)

spread_ = linear(
    _spread,
    lambda h, g, shape, axis, keepdims: sum_(h, axis, keepdims),
    name="spread",
)


def count(x: Any, axis: Any) -> int:
    """Tell how many elements are reduced to one."""
    shape = np.shape(x)
    n = 1
    for i in range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,):
        n *= shape[i]
    return n


def prepared(a: Any, dtype: Any, out: Any, where: Any = UNSET, neutral: Any = 0) -> Any:
    """Do what all reductions share: refuse `out`, convert, and mask out by a neutral element."""
    refuse_out(out)
    a = as_array(a)
    if dtype is not None:
        a = astype(a, dtype)
    if where is not UNSET and where is not True:
        # The neutral element has the dtype of `a`, which otherwise could be promoted.
        a = where_(np.asarray(value_of(where)), a, np.asarray(neutral, dtype_of(a)))
    return a


def as_axis(axis: Any) -> Any:
    """Accept a list of axes."""
    return tuple(axis) if isinstance(axis, list) else axis


@implements(np.sum)
def sum(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    initial: Any = UNSET,
    where: Any = UNSET,
) -> Any:
    a = prepared(a, dtype, out, where)
    answer = sum_(a, axis, keepdims is not UNSET and bool(keepdims))
    return answer if initial is UNSET else answer + initial


def _mean_back(g: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return spread_(g / builtins.max(count(x, axis), 1), np.shape(x), axis, keepdims)


mean_ = linear(
    lambda x, axis=None, keepdims=False: np.mean(x, axis=axis, keepdims=keepdims),
    _mean_back,
    name="mean",
)


@implements(np.mean)
def mean(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    *,
    where: Any = UNSET,
) -> Any:
    keepdims = keepdims is not UNSET and bool(keepdims)
    if where is UNSET or where is True:
        return mean_(prepared(a, dtype, out), axis, keepdims)
    total = sum_(prepared(a, dtype, out, where), axis, keepdims)
    mask = np.broadcast_to(value_of(where), np.shape(a))
    n = np.sum(mask, axis=axis, keepdims=keepdims)
    return total / np.asarray(n, dtype_of(total).type(0).real.dtype)


@implements(np.average)
def average(
    a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: Any = False
) -> Any:
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
            axes = axis if isinstance(axis, tuple) else (axis,)
            axes = tuple(normal_axis(i, len(shape)) for i in axes)
            if np.shape(weights) != tuple(shape[i] for i in axes):
                raise ValueError("Shape of weights must be consistent with shape of a along axis.")
            weights = np.transpose(weights, tuple(np.argsort(axes)))
            one = tuple(n if i in axes else 1 for i, n in enumerate(shape))
            weights = weights.reshape(one) + np.zeros(shape, dtype_of(weights))
        scale = sum_(weights, axis, keepdims)
        if np.any(value_of(scale) == 0):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        answer = sum_(a * weights, axis, keepdims) / scale
    if not returned:
        return answer
    return answer, scale + np.zeros(np.shape(answer), dtype_of(scale))


# Variance


def _inner(v: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """Multiply by the deviation from the mean; both directions of the rule need nothing else."""
    deviation = x - mean_(x, axis, True)
    return v * (np.conj(deviation) if dtype_of(x).kind == "c" else deviation)


def _real_part(x: Any) -> Any:
    return np.real(x) if dtype_of(x).kind == "c" else x


def _freedom(x: Any, axis: Any, ddof: Any) -> Any:
    return builtins.max(count(x, axis) - ddof, 0) or np.nan


def _var_pull(g: Any, ans: Any, x: Any, axis: Any, keepdims: bool, ddof: Any) -> Any:
    scaled = kept(_real_part(g), axis, keepdims) * (2.0 / _freedom(x, axis, ddof))
    return _inner(scaled, x, axis, keepdims)


def _var_push(v: Any, ans: Any, x: Any, axis: Any, keepdims: bool, ddof: Any) -> Any:
    total = sum_(_real_part(_inner(v, x, axis, keepdims)), axis, keepdims)
    return total * (2.0 / _freedom(x, axis, ddof))


var_ = general(
    lambda x, axis, keepdims, ddof: np.var(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [_var_pull],
    [_var_push],
    name="var",
)


def _inverse(ans: Any) -> Any:
    """Give 1 / ans, and 0 at 0: there the standard deviation has a kink."""
    at_zero = value_of(ans) == 0
    if not np.any(at_zero):
        return 1.0 / ans
    return where_(at_zero, 0.0, 1.0 / where_(at_zero, 1.0, ans))


std_ = general(
    lambda x, axis, keepdims, ddof: np.std(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [lambda g, ans, *args: _var_pull(g * (0.5 * _inverse(ans)), ans, *args)],
    [lambda v, ans, *args: _var_push(v, ans, *args) * (0.5 * _inverse(ans))],
    name="std",
)


def _spread_out(primitive: Any) -> Callable[..., Any]:
    """Make `var` or `std`, which differ in nothing but the square root."""

    def function(
        a: Any,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        ddof: Any = 0,
        keepdims: Any = False,
        *,
        where: Any = UNSET,
        mean: Any = UNSET,
        correction: Any = UNSET,
    ) -> Any:
        ddof = ddof if correction is UNSET else correction
        keepdims = keepdims is not UNSET and bool(keepdims)
        a = prepared(a, dtype, out)
        if where is UNSET or where is True:
            return primitive(a, axis, keepdims, ddof)
        return _masked_var(a, value_of(where), axis, keepdims, ddof, primitive is std_)

    function.__name__ = primitive.name
    return function


def _masked_var(a: Any, mask: Any, axis: Any, keepdims: bool, ddof: Any, root: bool) -> Any:
    """Compute a variance of some elements only."""
    mask = np.broadcast_to(mask, np.shape(a))
    real = np.zeros((), dtype_of(a)).real.dtype
    n = np.sum(mask, axis=axis, keepdims=True)
    a = prepared(a, None, None, mask)
    center = sum_(a, axis, True) / n.astype(real)
    deviation = prepared(a - center, None, None, mask)
    square = deviation * deviation
    if dtype_of(a).kind == "c":
        square = np.real(deviation * np.conj(deviation))
    n = np.sum(mask, axis=axis, keepdims=keepdims)
    freedom = np.where(n - ddof > 0, n - ddof, np.nan).astype(real)
    answer = sum_(square, axis, keepdims) / freedom
    if not root:
        return answer
    at_zero = value_of(answer) == 0
    return where_(at_zero, 0.0, where_(at_zero, 1.0, answer) ** 0.5)


var = implements(np.var)(_spread_out(var_))
std = implements(np.std)(_spread_out(std_))


# Products. Dividing by an element works unless one is zero (or the product left the floats).


def _divides(x: Any, ans: Any) -> bool:
    x, ans = value_of(x), value_of(ans)
    return bool(np.all(ans != 0) and np.all(np.isfinite(ans)) and np.all(x != 0))


def _others(ans: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """Give, for each element, the product of all the others."""
    if _divides(x, ans):
        return kept(ans, axis, keepdims) / x
    shape = np.shape(x)
    ndim = len(shape)
    axes = range(ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = tuple(i % ndim for i in axes)
    order = tuple(i for i in range(ndim) if i not in axes) + axes
    moved = np.transpose(x, order)
    moved_shape = np.shape(moved)
    flat = np.reshape(moved, (*moved_shape[: ndim - len(axes)], count(x, axes)))
    ones = np.ones((*np.shape(flat)[:-1], 1), dtype_of(x))
    before = cumprod_(concatenate_(-1, ones, flat[..., :-1]), -1)
    after = cumprod_(concatenate_(-1, ones, flip_(flat[..., 1:], -1)), -1)
    others = np.reshape(before * flip_(after, -1), moved_shape)
    return np.transpose(others, tuple(np.argsort(order)))


def _prod_pull(g: Any, ans: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    if not np.size(x):
        return np.zeros(np.shape(x), dtype_of(g))
    return kept(g, axis, keepdims) * _others(ans, x, axis, keepdims)


def _prod_push(v: Any, ans: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    if not np.size(x):
        return sum_(v, axis, keepdims)
    return sum_(v * _others(ans, x, axis, keepdims), axis, keepdims)


prod_ = general(
    lambda x, axis, keepdims: np.prod(x, axis=axis, keepdims=keepdims),
    [_prod_pull],
    [_prod_push],
    name="prod",
)


@implements(np.prod)
def prod(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    initial: Any = UNSET,
    where: Any = UNSET,
) -> Any:
    a = prepared(a, dtype, out, where, 1)
    answer = prod_(a, axis, keepdims is not UNSET and bool(keepdims))
    return answer if initial is UNSET else answer * initial


# Cumulative sums and products

cumsum_ = linear(
    lambda x, axis: np.cumsum(x, axis),
    lambda g, x, axis: flip_(cumsum_(flip_(g, axis), axis), axis),
    name="cumsum",
)


def _recur(terms: Any, factors: Any, axis: int, backwards: bool) -> Any:
    """Solve `s[i] = terms[i] + factors[i] * s[i - 1]`, or the same from the end."""
    axis = normal_axis(axis, np.ndim(terms))
    n = np.shape(terms)[axis]
    found: list[Any] = []
    for i in reversed(range(n)) if backwards else range(n):
        term = getitem(terms, along(axis, i))
        if found:
            term = term + getitem(factors, along(axis, i)) * found[-1]
        found.append(term)
    return stack_(axis, *(reversed(found) if backwards else found))


def _shifted(x: Any, axis: int, by: int) -> Any:
    """Move `x` by one place along an axis, and fill in a one."""
    axis = normal_axis(axis, np.ndim(x))
    one = np.ones_like(value_of(x)[along(axis, slice(0, 1))])
    if by > 0:
        return concatenate_(axis, one, getitem(x, along(axis, slice(0, -1))))
    return concatenate_(axis, getitem(x, along(axis, slice(1, None))), one)


def _cumprod_pull(g: Any, ans: Any, x: Any, axis: int) -> Any:
    if not np.size(x):
        return g
    if _divides(x, ans):
        return flip_(cumsum_(flip_(g * ans, axis), axis), axis) / x
    before = _shifted(ans, axis, 1)
    return before * _recur(g, _shifted(x, axis, -1), axis, True)


def _cumprod_push(v: Any, ans: Any, x: Any, axis: int) -> Any:
    if not np.size(x):
        return v
    if _divides(x, ans):
        return ans * cumsum_(v / x, axis)
    return _recur(v * _shifted(ans, axis, 1), x, axis, False)


cumprod_ = general(
    lambda x, axis: np.cumprod(x, axis), [_cumprod_pull], [_cumprod_push], name="cumprod"
)


def _cumulative(primitive: Any) -> Callable[..., Any]:
    def function(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
        a = prepared(a, dtype, out)
        if axis is None:
            a, axis = reshape_(a, (-1,)), 0
        return primitive(a, axis)

    function.__name__ = primitive.name
    return function


cumsum = implements(np.cumsum)(_cumulative(cumsum_))
cumprod = implements(np.cumprod)(_cumulative(cumprod_))


# Choices: a sum with weights that are locally constant


def choice(fun: Callable[..., Any], weights: Callable[..., Any], name: str) -> ArrayPrimitive:
    """Make a primitive `(x, axis, keepdims, *rest)` from the weights of the elements.

    `weights(ans, x, axis, *rest)` gets plain arrays, `ans` with the reduced axes kept.
    """

    def weigh(ans: Any, x: Any, axis: Any, keepdims: bool, *rest: Any) -> Any:
        x = np.asarray(value_of(x))
        found = weights(kept(np.asarray(value_of(ans)), axis, keepdims), x, axis, *rest)
        return found.astype(np.zeros((), x.dtype).real.dtype, copy=False)

    def pull(g: Any, ans: Any, x: Any, axis: Any, keepdims: bool, *rest: Any) -> Any:
        return kept(g, axis, keepdims) * weigh(ans, x, axis, keepdims, *rest)

    def push(v: Any, ans: Any, x: Any, axis: Any, keepdims: bool, *rest: Any) -> Any:
        return sum_(v * weigh(ans, x, axis, keepdims, *rest), axis, keepdims)

    return general(fun, [pull], [push], name=name)


def shares(x: Any, chosen: Any, axis: Any) -> Any:
    """Divide 1 among the elements that are equal to the chosen value."""
    mask = x == chosen
    with np.errstate(invalid="ignore", divide="ignore"):
        return mask / np.sum(mask, axis=axis, keepdims=True)


max_ = choice(lambda x, axis, keepdims: np.max(x, axis=axis, keepdims=keepdims), shares, "max")
min_ = choice(lambda x, axis, keepdims: np.min(x, axis=axis, keepdims=keepdims), shares, "min")
nanmax_ = choice(
    lambda x, axis, keepdims: np.nanmax(x, axis=axis, keepdims=keepdims), shares, "nanmax"
)
nanmin_ = choice(
    lambda x, axis, keepdims: np.nanmin(x, axis=axis, keepdims=keepdims), shares, "nanmin"
)


def _extremum(primitive: Any, pairwise: Any) -> Callable[..., Any]:
    """Make a function with NumPy's signature; `pairwise` brings in the initial value."""

    def function(
        a: Any,
        axis: Any = None,
        out: Any = None,
        keepdims: Any = False,
        initial: Any = UNSET,
        where: Any = UNSET,
    ) -> Any:
        masked = where is not UNSET and where is not True
        if masked and initial is UNSET:
            raise ValueError("a reduction with a mask (where=) needs an initial value")
        a = prepared(a, None, out, where, initial if masked else 0)
        keepdims = keepdims is not UNSET and bool(keepdims)
        if initial is UNSET:
            return primitive(a, axis, keepdims)
        if not np.size(a):
            return np.max(value_of(a), axis=axis, keepdims=keepdims, initial=value_of(initial))
        return pairwise(primitive(a, axis, keepdims), initial)

    function.__name__ = primitive.name
    return function


max = implements(np.max, np.amax)(_extremum(max_, np.maximum))
min = implements(np.min, np.amin)(_extremum(min_, np.minimum))
nanmax = implements(np.nanmax)(_extremum(nanmax_, np.fmax))
nanmin = implements(np.nanmin)(_extremum(nanmin_, np.fmin))


@implements(np.ptp)
def ptp(a: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    return max(a, axis, out, keepdims) - min(a, axis, out, keepdims)


# Quantiles lie between two elements of the sorted array, or are one of them.

#: method -> alpha, beta of the position `n q + alpha + q (1 - alpha - beta) - 1`
POSITIONS = {
    "linear": (1.0, 1.0),
    "interpolated_inverted_cdf": (0.0, 1.0),
    "hazen": (0.5, 0.5),
    "weibull": (0.0, 0.0),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
}
AN_ELEMENT = ("lower", "higher", "nearest", "inverted_cdf", "closest_observation")


def _quantile_weights(ans: Any, x: Any, axis: Any, q: float, method: str) -> Any:
    if method in AN_ELEMENT:
        return shares(x, ans, axis)
    last = count(x, axis) - 1
    alpha, beta = POSITIONS["linear" if method == "midpoint" else method]
    at = (last + 1) * q + (alpha + q * (1 - alpha - beta)) - 1
    at = float(np.clip(at, 0, last))
    nearest = round(at)
    if abs(at - nearest) < 1e-9 * (last + 1):
        at = nearest
    low = int(at)
    part = at - low if method != "midpoint" else 0.5 * (at != low)
    total: Any = 0.0
    for place, weight in ((low, 1.0 - part), (low + 1, part)):
        if weight:
            element = np.quantile(
                x, place / (last or 1), axis=axis, keepdims=True, method="nearest"
            )
            total = total + weight * shares(x, element, axis)
    return total


quantile_ = choice(
    lambda x, axis, keepdims, q, method: np.quantile(
        x, q, axis=axis, keepdims=keepdims, method=method
    ),
    _quantile_weights,
    "quantile",
)
median_ = choice(
    lambda x, axis, keepdims: np.median(x, axis=axis, keepdims=keepdims),
    lambda ans, x, axis: _quantile_weights(ans, x, axis, 0.5, "linear"),
    "median",
)


@implements(np.median)
def median(
    a: Any, axis: Any = None, out: Any = None, overwrite_input: bool = False, keepdims: Any = False
) -> Any:
    return median_(prepared(a, None, out), as_axis(axis), bool(keepdims))


@implements(np.quantile)
def quantile(
    a: Any,
    q: Any,
    axis: Any = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: Any = False,
    *,
    weights: Any = None,
) -> Any:
    """Differentiate by the array; by `q` there is no rule."""
    if is_traced(q) or weights is not None or method not in (*POSITIONS, *AN_ELEMENT, "midpoint"):
        raise MissingRule("np.quantile has no derivative by q, with weights, or in this method.")
    a, axis, q = prepared(a, None, out), as_axis(axis), np.asarray(q)
    answers = [quantile_(a, axis, bool(keepdims), each, method) for each in q.ravel().tolist()]
    if q.ndim == 0:
        return answers[0]
    if not answers:
        return np.quantile(value_of(a), q, axis=axis, method=method, keepdims=bool(keepdims))
    table = reshape_(stack_(0, *answers), q.shape + np.shape(answers[0]))
    return table.astype(np.result_type(table.dtype, q.dtype))


@implements(np.percentile)
def percentile(a: Any, q: Any, *args: Any, **kwargs: Any) -> Any:
    if is_traced(q):
        raise MissingRule("np.percentile has no derivative by q.")
    return quantile(a, np.asarray(q) / 100.0, *args, **kwargs)


# Reductions that leave out what is not a number


def _numbers(a: Any) -> Any:
    return ~np.isnan(value_of(a))


@implements(np.nansum)
def nansum(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    initial: Any = UNSET,
    where: Any = True,
) -> Any:
    return sum(a, axis, dtype, out, keepdims, initial, _numbers(a) & value_of(where))


@implements(np.nanprod)
def nanprod(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    initial: Any = UNSET,
    where: Any = True,
) -> Any:
    return prod(a, axis, dtype, out, keepdims, initial, _numbers(a) & value_of(where))


@implements(np.nanmean)
def nanmean(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    *,
    where: Any = True,
) -> Any:
    return mean(a, axis, dtype, out, keepdims, where=_numbers(a) & value_of(where))


@implements(np.nanvar)
def nanvar(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: Any = 0,
    keepdims: Any = False,
    *,
    where: Any = True,
) -> Any:
    return var(a, axis, dtype, out, ddof, keepdims, where=_numbers(a) & value_of(where))


@implements(np.nanstd)
def nanstd(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: Any = 0,
    keepdims: Any = False,
    *,
    where: Any = True,
) -> Any:
    return std(a, axis, dtype, out, ddof, keepdims, where=_numbers(a) & value_of(where))


# Differences, slopes and areas


def _part(x: Any, axis: int, start: Any, stop: Any) -> Any:
    return getitem(x, along(axis, slice(start, stop)))


@implements(np.diff)
def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = UNSET, append: Any = UNSET) -> Any:
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
def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    answer = diff(reshape_(as_array(ary), (-1,)))
    parts = [to_begin, answer, to_end]
    parts = [reshape_(as_array(part), (-1,)) for part in parts if part is not None]
    return concatenate_(0, *parts) if len(parts) > 1 else answer


@implements(np.trapezoid)
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    y = as_array(y)
    axis = normal_axis(axis, np.ndim(y))
    if x is not None:
        x = as_array(x)
        dx = diff(x) if np.ndim(x) == 1 else diff(x, axis=axis)
        if np.ndim(x) == 1:
            dx = reshape_(dx, (-1,) + (1,) * (np.ndim(y) - 1 - axis))
    return sum_(dx * (_part(y, axis, 1, None) + _part(y, axis, None, -1)) / 2.0, axis, False)


def _slope(f: Any, spacing: Any, axis: int, edge_order: int) -> Any:
    """Differentiate along one axis as `np.gradient` does; `spacing` is a number or coordinates."""
    ndim, n = np.ndim(f), np.shape(f)[axis]
    if n < edge_order + 1:
        raise ValueError("Shape of array too small to calculate a numerical gradient")
    if np.ndim(spacing):
        if np.shape(spacing) != (n,):
            raise ValueError("when 1d, distances must match the length of the dimension")
        steps = diff(spacing)
    else:
        steps = spacing * np.ones(n - 1, np.zeros((), dtype_of(f)).real.dtype)
    steps = reshape_(steps, (-1,) + (1,) * (ndim - 1 - axis))
    slopes = diff(f, axis=axis) / steps
    before, after = _part(steps, 0, None, -1), _part(steps, 0, 1, None)
    left, right = _part(slopes, axis, None, -1), _part(slopes, axis, 1, None)
    inside = (after * left + before * right) / (before + after)
    first, last = _part(slopes, axis, 0, 1), _part(slopes, axis, -1, None)
    if edge_order == 2:  # the slope of a parabola changes by as much in each step
        first = 2.0 * first - _part(inside, axis, 0, 1)
        last = 2.0 * last - _part(inside, axis, -1, None)
    return concatenate_(axis, first, inside, last)


@implements(np.gradient)
def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """Estimate slopes; differentiable by the values and by where they were taken."""
    f = as_array(f)
    if dtype_of(f).kind not in "fc":
        f = astype(f, np.float64)
    if edge_order not in (1, 2):
        raise ValueError("'edge_order' greater than 2 not supported")
    ndim = np.ndim(f)
    axes = range(ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = [normal_axis(i, ndim) for i in axes]
    if len(varargs) not in (0, 1, len(axes)) or (
        len(varargs) == 1 and np.ndim(varargs[0]) and len(axes) > 1
    ):
        raise TypeError("invalid number of arguments")
    spacings = [1.0] * len(axes) if not varargs else list(varargs)
    if len(spacings) == 1:
        spacings = spacings * len(axes)
    answers = [
        _slope(
            f,
            spacing if is_traced(spacing) or not np.ndim(spacing) else np.asarray(spacing),
            i,
            edge_order,
        )
        for spacing, i in zip(spacings, axes, strict=True)
    ]
    kind = f.dtype if f.dtype.kind in "fc" else np.dtype(float)
    answers = [answer.astype(kind) for answer in answers]
    return answers[0] if len(answers) == 1 else tuple(answers)


# What is constant almost everywhere


@implements(np.unique)
def unique(
    ar: Any,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: Any = None,
    **kwargs: Any,
) -> Any:
    """Give each value once; of equal elements, the first one gets the derivative."""
    ar = as_array(ar)
    if axis is not None:
        raise MissingRule("np.unique has no derivative along an axis.")
    values, index, *rest = np.unique(value_of(ar), True, return_inverse, return_counts, **kwargs)
    answer = getitem(reshape_(ar, (-1,)), index)
    extra = ([index] if return_index else []) + rest
    return (answer, *extra) if extra else answer


constant(
    np.all,
    np.any,
    np.isclose,
    np.allclose,
    np.array_equal,
    np.array_equiv,
    np.unique_counts,
    np.unique_inverse,
    np.unique_all,
)
