"""The variance is a mean of squares, so its derivative is the deviation from the mean, and both
directions of the rule need nothing else. The standard deviation has derivative 0 where it is 0.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import (
    as_array,
    conj,
    dtype_of,
    newer,
    real,
    real_dtype,
    reciprocal_at_kink,
    with_value,
)
from adlearn.rules.indexing import where_
from adlearn.rules.joining import concatenate_
from adlearn.rules.reductions import (
    UNSET,
    axis_of,
    count,
    counted,
    everywhere,
    kept,
    mean_,
    prepared,
    sum_,
    weighted,
    whole,
)
from adlearn.rules.shapes import astype, reshape_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import array_of, value_of


def _slopes(ans, x, axis, keepdims: bool, ddof):
    """Give the derivative of the variance: nan where nothing is free."""
    deviation = x - mean_(x, axis, True)
    freedom = builtins.max(count(x, axis) - ddof, 0) or np.nan
    return conj(deviation) * (2.0 / freedom)


def _std_slopes(ans, x, axis, keepdims: bool, ddof):
    slopes = _slopes(ans, x, axis, keepdims, ddof)
    if count(x, axis) == 1:
        return 0.0 * slopes  # one element never deviates
    return slopes * kept(0.5 * reciprocal_at_kink(ans), axis, keepdims)


var_ = weighted(
    lambda x, axis, keepdims, ddof: np.var(x, axis=axis, keepdims=keepdims, ddof=ddof),
    *(_slopes, "var", real),
)
std_ = weighted(
    lambda x, axis, keepdims, ddof: np.std(x, axis=axis, keepdims=keepdims, ddof=ddof),
    *(_std_slopes, "std", real),
)


def _spread_out(primitive, numpy_s, skips_nan: bool = False) -> Callable[..., Any]:
    """Make `var` or `std`, which differ in nothing but the square root, or one that skips nan."""

    def function(
        a,
        axis=None,
        dtype=None,
        out=None,
        ddof=0,
        keepdims=False,
        *,
        where=UNSET,
        mean=UNSET,
        correction=UNSET,
    ):
        ddof = ddof if correction is UNSET else correction
        axis = axis_of(a, axis) if skips_nan or where is not UNSET else axis
        keepdims = keepdims is not UNSET and bool(keepdims)
        center = None if mean is UNSET else as_array(mean) if np.ndim(mean) else mean
        if dtype is not None:
            keywords = {"where": True if where is UNSET else value_of(where)}
            keywords |= {} if center is None else {"mean": value_of(center)}
            expected = numpy_s(value_of(a), axis, dtype, out, ddof, keepdims, **keywords)
        if whole(dtype):
            return expected
        if dtype is not None and dtype_of(a).kind == "c" and np.dtype(dtype).kind != "c":
            raise MissingRule(
                f"np.{numpy_s.__name__} of complex numbers with a real dtype forgets a part of the "
                "mean. Ask for that of x.real, or leave dtype out: the answer is real."
            )
        a = prepared(a, dtype, out)
        if everywhere(where) and center is None and not skips_nan:
            answer = primitive(a, axis, keepdims, ddof)
        else:
            where = True if everywhere(where) else value_of(where)
            where = where & ~np.isnan(value_of(a)) if skips_nan else where
            of_none = np.nan if skips_nan else 0.0
            answer = _around(a, where, axis, keepdims, ddof, center, of_none, primitive is std_)
        return answer if dtype is None else with_value(astype(answer, dtype), expected)

    return implements(numpy_s)(function)


def _around(a, where, axis, keepdims: bool, ddof, center, of_none: float, root: bool):
    """Compute a variance, or its root, of some elements only or around a mean that is given; where
    none is free, the sum is divided by `of_none`."""
    mask, n = counted(a, where, axis)
    size = n.astype(real_dtype(a))
    a = prepared(a, None, None, mask)
    alone = (n == 1) & (center is None)  # one element never deviates from itself
    center = sum_(a, axis, True) / size if center is None else center
    deviation = prepared(a - center, None, None, mask)
    square = real(deviation * conj(deviation))
    total = sum_(square, axis, keepdims)
    free = np.where(size > ddof, size - ddof, real_dtype(a).type(of_none))
    free = np.where(np.isnan(size), size, free)
    free = free if keepdims else free.reshape(np.shape(total))
    answer = over(total, free, root)
    alone = alone.reshape(np.shape(total)) & ~np.isnan(value_of(answer))
    return where_(alone, value_of(answer), answer) if root and np.any(alone) else answer


def _over_slopes(ans, total, axis, keepdims: bool, free, root: bool):
    slopes = 1 / np.where(free == 0, np.nan, free)
    return slopes * (0.5 * reciprocal_at_kink(ans)) if root else slopes


#: Division by how many are free, and the root of it. Where none is, the slope is nan.
over_ = weighted(
    lambda total, axis, keepdims, free, root: (np.sqrt if root else np.positive)(total / free),
    *(_over_slopes, "divide"),
)


def over(total, free, root: bool):
    return over_(total, (), False, free, root)


var, std = _spread_out(var_, np.var), _spread_out(std_, np.std)
nanvar, nanstd = _spread_out(var_, np.nanvar, True), _spread_out(std_, np.nanstd, True)


# Several variables


def _rows(x, turned: bool):
    """Give variables as rows."""
    x = as_array(x)
    if np.ndim(x) > 2:
        raise ValueError("m has more than 2 dimensions")
    x = x if np.ndim(x) == 2 else reshape_(x, (1, -1))
    return np.transpose(x) if turned else x


def _weights(count: int, fweights, aweights, ddof):
    """Give the weight of each column, or None, and by what the products are divided."""
    if fweights is None and aweights is None:
        return None, count - ddof
    # NumPy says what it does not accept.
    np.cov(
        np.zeros((1, count)), ddof=ddof, fweights=value_of(fweights), aweights=value_of(aweights)
    )
    each = [as_array(w) for w in (fweights, aweights) if w is not None]
    weights = each[0] * each[1] if len(each) > 1 else each[0] * 1.0
    total = sum_(weights)
    if aweights is None or not ddof:
        return weights, total - ddof
    return weights, total - ddof * sum_(weights * as_array(aweights)) / total


@implements(np.cov)
def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    one_row = np.ndim(m) < 2 or (not newer("matvec") and np.shape(m)[0] == 1)  # before NumPy 2.2
    x = _rows(m, not rowvar and not one_row)
    if not np.shape(x)[0]:
        return np.zeros((0, 0))
    if y is not None:
        x = concatenate_(0, x, _rows(y, not rowvar and np.ndim(y) == 2 and np.shape(y)[0] != 1))
    x = x.astype(np.result_type(dtype_of(x), np.float64) if dtype is None else dtype)
    ddof = (0 if bias else 1) if ddof is None else ddof
    weights, freedom = _weights(np.shape(x)[1], fweights, aweights, ddof)
    if weights is None:
        deviation = weighed = x - mean_(x, 1, True)
    else:
        deviation = x - (sum_(x * weights, 1) / sum_(weights))[:, None]
        weighed = deviation * weights
    products = deviation @ conj(np.transpose(weighed))
    free = array_of(freedom) > 0
    products = products / freedom if free else over(products, 0.0, False)
    return np.squeeze(products.astype(dtype_of(x)))


@implements(np.corrcoef)
def corrcoef(x, y=None, rowvar: bool = True, *, dtype=None):
    products = cov(x, y, rowvar, dtype=dtype)
    if np.ndim(products) == 0:
        return products / products
    scale = np.sqrt(np.real(np.diagonal(products)))
    return products / scale[:, None] / scale[None, :]
