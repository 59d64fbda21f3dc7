"""A maximum or a quantile is a sum with weights that say which elements were chosen (equal ones
share), and the weights do not change a little when the elements do. Sets are elements that were
chosen as well.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import all_finite, as_array, axes_of, dtype_of, in_rows
from adlearn.rules.indexing import getitem, sort, take
from adlearn.rules.joining import concatenate, concatenate_, stack_
from adlearn.rules.reductions import (
    UNSET,
    as_axis,
    axis_of,
    count,
    everywhere,
    is_given,
    kept,
    like_answer,
    prepared,
    sum_,
)
from adlearn.rules.shapes import astype, reshape_
from adlearn.tensors.constructors import general
from adlearn.tensors.dispatch import constant, implements
from adlearn.tensors.primitive import ArrayPrimitive, array_of, is_traced, value_of

# Choices: a sum with weights that are locally constant


def choice(numpy_s: Callable[..., Any], weights: Callable[..., Any], name: str = "") -> Any:
    """Make a primitive `(x, axis, keepdims, *rest)` from the weights of the elements.

    `weights(ans, x, axis, *rest)` gets plain arrays, `ans` with the reduced axes kept.
    """

    def fun(x, axis, keepdims: bool, *rest):
        return numpy_s(x, *rest, axis=axis, keepdims=keepdims)

    def weigh(ans, x, axis, keepdims: bool, *rest):
        x = array_of(x)
        if not x.size:
            return np.zeros(x.shape, x.real.dtype)
        found = weights(kept(array_of(ans), axis, keepdims), x, axis, *rest)
        return found.astype(x.real.dtype, copy=False)

    def pull(g, ans, x, axis, keepdims: bool, *rest):
        return chosen(kept(g, axis, keepdims), weigh(ans, x, axis, keepdims, *rest))

    def push(v, ans, x, axis, keepdims: bool, *rest):
        return sum_(chosen(v, weigh(ans, x, axis, keepdims, *rest)), axis, keepdims)

    primitive = general(fun, [pull], [push], name=name or numpy_s.__name__)
    primitive.choosing = (0,)
    return primitive


def chosen(g, weights):
    """Multiply by weights. What was not chosen has no part, were the slope behind it infinite."""
    product = g * weights
    if all_finite(product):
        return product
    return np.where((weights == 0) | (value_of(g) == 0), weights.dtype.type(0), product)


def shares(x, value, axis):
    """Divide 1 among the elements that are equal to the chosen value."""
    mask = x == value
    with np.errstate(invalid="ignore", divide="ignore"):
        return mask / mask.sum(axis=axis, keepdims=True)


max_, min_ = choice(np.max, shares), choice(np.min, shares)
nanmax_, nanmin_ = choice(np.nanmax, shares), choice(np.nanmin, shares)


def _extremum(primitive, pairwise, neutral: float) -> Callable[..., Any]:
    """Make a function with NumPy's signature; `pairwise` brings in the initial value."""

    def function(a, axis=None, out=None, keepdims=False, initial=UNSET, where=UNSET):
        if not everywhere(where) and not is_given(initial):
            raise ValueError("a reduction with a mask (where=) needs an initial value")
        a = prepared(a, None, out, where, neutral)
        axis = axis_of(a, axis)
        keepdims = keepdims is not UNSET and bool(keepdims)
        if not is_given(initial):
            return primitive(a, axis, keepdims)
        initial = like_answer(initial, a)
        if not np.size(a):
            return initial + sum_(a, axis, keepdims)  # a sum of nothing: zeros of the right shape
        return pairwise(primitive(a, axis, keepdims), initial)

    return function


max = implements(np.max, np.amax)(_extremum(max_, np.maximum, -np.inf))
min = implements(np.min, np.amin)(_extremum(min_, np.minimum, np.inf))
nanmax = implements(np.nanmax)(_extremum(nanmax_, np.fmax, -np.inf))
nanmin = implements(np.nanmin)(_extremum(nanmin_, np.fmin, np.inf))


implements(np.ptp)(lambda a, *how, **named: max(a, *how, **named) - min(a, *how, **named))


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


def _between(q, number, method: str) -> tuple[Any, Any]:
    """Give the place of the element below the quantile, and how far it is from there to the next.

    `q` may be traced; `number` says how many elements there are.
    """
    alpha, beta = POSITIONS["linear" if method == "midpoint" else method]
    last = np.maximum(number - 1, 0)
    at = number * q + (alpha + q * (1 - alpha - beta)) - 1
    # Unlike `clip`, this leaves the ends their slope inwards.
    at = np.where(value_of(at) < 0, 0, np.where(value_of(at) > last, last, at))
    plain = value_of(at)
    nearest = np.round(plain)
    near = np.abs(plain - nearest) < 1e-9 * number
    low = np.where(near, nearest, np.floor(plain))
    if method == "midpoint":
        return low.astype(int), np.where(near, 0.0, 0.5)
    return low.astype(int), np.where(near & (not is_traced(q)), 0.0, at - low)


def _ordered(x, axis) -> tuple[Any, Callable[[Any], Any]]:
    """Sort what is reduced, along a new last axis; and give what puts a result back in its place.

    What is not a number comes last.
    """
    axes = axes_of(axis, x.ndim)
    shape = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    return np.sort(in_rows(x, axes), axis=-1), lambda found: np.reshape(found, shape)


def _quantile_weights(ans, x, axis, q: float, method: str, skip_nan: bool):
    if method in AN_ELEMENT:
        return shares(x, ans, axis)
    ordered, in_place = _ordered(x, axis)
    number = ordered.shape[-1] - (np.isnan(ordered).sum(-1, keepdims=True) if skip_nan else 0)
    low, part = _between(q, np.broadcast_to(number, (*ordered.shape[:-1], 1)), method)
    high = np.minimum(low + 1, ordered.shape[-1] - 1)
    total = np.where(np.isnan(ans), np.nan, 0.0)
    for place, weight in ((low, 1.0 - part), (high, part)):
        weight = in_place(weight)
        if np.any(weight):
            element = in_place(np.take_along_axis(ordered, place, -1))
            total = total + np.where(weight, weight * shares(x, element, axis), 0.0)
    return total


def _quantile_primitive(numpy_s) -> ArrayPrimitive:
    return choice(
        lambda x, q, method, **how: numpy_s(x, q, method=method, **how),
        lambda *args: _quantile_weights(*args, numpy_s is np.nanquantile),
        numpy_s.__name__,
    )


quantile_, nanquantile_ = _quantile_primitive(np.quantile), _quantile_primitive(np.nanquantile)


def _moving(primitive, a, axis, keepdims: bool, q, method: str):
    """Compute a quantile at one `q` that is traced: the way from one element to the next."""
    if primitive is nanquantile_ and np.isnan(value_of(a)).any():
        raise MissingRule(
            "np.nanquantile has no derivative by q where something is not a number. Leave that out "
            "before: a[~np.isnan(a.numpy())]."
        )
    n = count(a, axis)
    if not n:  # nan, whatever the place
        return sum_(a, axis, keepdims) + q * np.nan
    low, part = _between(q, n, method)
    low = int(np.minimum(low, n - 2)) if n > 1 else 0
    part = part + (int(_between(value_of(q), n, method)[0]) - low)
    ends = [i / ((n - 1) or 1) for i in (low, builtins.min(low + 1, n - 1))]
    low_end, high_end = (primitive(a, axis, keepdims, end, "nearest") for end in ends)
    if value_of(part) < 0.5:  # from the nearer end, as NumPy does
        return low_end + part * (high_end - low_end)
    return high_end - (1 - part) * (high_end - low_end)


def _quantile(primitive, numpy_s) -> Callable[..., Any]:
    """Make a function with NumPy's signature."""

    def function(
        a,
        q,
        axis=None,
        out=None,
        overwrite_input=False,
        method="linear",
        keepdims=False,
        *,
        weights=None,
    ):
        """Differentiate by the array and, where the method interpolates, by `q`."""
        if weights is not None or method not in (*POSITIONS, *AN_ELEMENT, "midpoint"):
            raise MissingRule(
                f"np.{numpy_s.__name__} has no derivative with weights, or for method={method!r}."
            )
        a, axis = prepared(a, None, out), as_axis(axis)
        q = as_array(q) if is_traced(q) else q
        keepdims = keepdims is not UNSET and bool(keepdims)
        if numpy_s is np.nanquantile and not np.size(a):  # NumPy gives one number for all q
            return sum_(a, axis, keepdims) + np.sum(q).astype(dtype_of(a)) * np.nan
        if is_traced(q) and method in POSITIONS:
            if not np.all((value_of(q) >= 0) & (value_of(q) <= 1)):
                raise ValueError("Quantiles must be in the range [0, 1]")
            dtype = np.result_type(dtype_of(a), dtype_of(q))
            each = [getitem(np.ravel(q), i) for i in range(np.size(value_of(q)))]
            answers = [_moving(primitive, a, axis, keepdims, q, method).astype(dtype) for q in each]
        else:
            q = value_of(q)
            # A number of Python's has no precision of its own; to some versions of NumPy, neither
            # has one that was taken out of an array.
            row = [q] if isinstance(q, (int, float)) else map(np.asarray, np.ravel(q))
            answers = [primitive(a, axis, keepdims, each, method) for each in row]
        if not np.ndim(q):
            return answers[0]
        if not answers:
            return numpy_s(value_of(a), q, axis=axis, method=method, keepdims=keepdims)
        return reshape_(stack_(0, *answers), np.shape(q) + np.shape(answers[0]))

    return implements(numpy_s)(function)


def _percentile(of_quantile, numpy_s) -> Callable[..., Any]:
    def function(a, q, *args, **kwargs):
        python_s = isinstance(q, (int, float)) and not isinstance(q, np.generic)
        part = q / 100.0 if python_s else as_array(as_array(q) / 100.0)
        return of_quantile(a, part, *args, **kwargs)

    return implements(numpy_s)(function)


def _median(numpy_s) -> Callable[..., Any]:
    skip_nan = numpy_s is np.nanmedian
    primitive = choice(numpy_s, lambda *args: _quantile_weights(*args, 0.5, "linear", skip_nan))

    def function(a, axis=None, out=None, overwrite_input: bool = False, keepdims=False):
        keepdims = keepdims is not UNSET and bool(keepdims)
        return primitive(prepared(a, None, out), as_axis(axis), keepdims)

    return implements(numpy_s)(function)


median, nanmedian = _median(np.median), _median(np.nanmedian)
quantile = _quantile(quantile_, np.quantile)
nanquantile = _quantile(nanquantile_, np.nanquantile)
percentile = _percentile(quantile, np.percentile)
nanpercentile = _percentile(nanquantile, np.nanpercentile)


# Each value once


@implements(np.unique)
def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, **kwargs):
    """Give each value once; of equal elements, the first one gets the derivative."""
    flags = (return_index, return_inverse, return_counts)
    found = np.unique(value_of(ar), *flags, axis=axis, **kwargs)
    values, *extra = found if any(flags) else (found,)
    answer = _firsts(as_array(ar), values, axis, kwargs.get("equal_nan", True))
    return (answer, *extra) if any(flags) else answer


def _firsts(x, values, axis, equal_nan: bool):
    """Take the elements that NumPy found, in its order."""
    in_order, places = np.unique(value_of(x), True, axis=axis, equal_nan=equal_nan)
    if not np.array_equal(in_order, values, equal_nan=True):
        places = places[np.searchsorted(in_order, values)]
    return take(x, places, axis)


# Sets: which elements they hold are facts, which do not change a little when the numbers do. The
# elements are taken from the arrays; of equal ones, the first gets the derivative.


def flat(x):
    """Give all elements in a row."""
    return reshape_(as_array(x), (-1,))


def first_of_each(x, values):
    """Take from `x` the elements that have these values: each once, in this order."""
    plain = array_of(x)
    order = np.argsort(plain, kind="stable")
    return getitem(x, order[np.searchsorted(plain[order], values)])


implements(np.union1d)(lambda ar1, ar2: unique(concatenate((ar1, ar2), axis=None)))


@implements(np.intersect1d)
def intersect1d(ar1, ar2, assume_unique: bool = False, return_indices: bool = False):
    """Give the elements that both arrays have, as those of the first one."""
    found, mine, theirs = np.intersect1d(value_of(ar1), value_of(ar2), assume_unique, True)
    # NumPy believes that they are unique, and where they are not finds them in both together.
    elements = concatenate_(0, flat(ar1), flat(ar2)) if assume_unique else flat(ar1)
    answer = astype(getitem(elements, mine), found.dtype)
    return (answer, mine, theirs) if return_indices else answer


@implements(np.setdiff1d)
def setdiff1d(ar1, ar2, assume_unique: bool = False):
    elements = flat(ar1) if assume_unique else unique(ar1)
    return getitem(elements, ~np.isin(value_of(elements), value_of(ar2)))


@implements(np.setxor1d)
def setxor1d(ar1, ar2, assume_unique: bool = False):
    values = np.setxor1d(value_of(ar1), value_of(ar2), assume_unique)
    return first_of_each(concatenate_(0, flat(ar1), flat(ar2)), values)


def with_values(numpy_s) -> Callable[..., Any]:
    """Make one of the newer functions, whose answers have names."""

    def function(x, /):
        found = numpy_s(value_of(x))
        if not isinstance(found, tuple):
            return first_of_each(flat(x), found)
        return type(found)(first_of_each(flat(x), found.values), *found[1:])

    return implements(numpy_s)(function)


for _function in (np.unique_values, np.unique_counts, np.unique_inverse, np.unique_all):
    with_values(_function)


implements(np.sort_complex)(lambda a: astype(sort(a), np.sort_complex(value_of(a)).dtype))


constant(np.isin)
