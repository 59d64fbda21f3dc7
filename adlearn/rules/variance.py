"""The variance is a mean of squares, so its derivative is the deviation from the mean, and both
directions of the rule need nothing else. The standard deviation has derivative 0 where it is 0.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import (
    as_array,
    conj,
    dtype_of,
    newer,
    real,
    real_dtype,
    reciprocal_at_kink,
    sent,
)
from adlearn.rules.indexing import where_
from adlearn.rules.joining import concatenate_
from adlearn.rules.reductions import (
    UNSET,
    count,
    counted,
    kept,
    mean_,
    prepared,
    sum_,
    without_nan,
)
from adlearn.rules.shapes import reshape_
from adlearn.tensors.primitive import elementwise_by_pulls, general, implements, value_of


def _slopes(x, axis, ddof):
    """Give the derivative of the variance: nan where nothing is free."""
    deviation = x - mean_(x, axis, True)
    freedom = builtins.max(count(x, axis) - ddof, 0) or np.nan
    return conj(deviation) * (2.0 / freedom)


def _var_pull(g, ans, x, axis, keepdims: bool, ddof):
    return sent(kept(real(g), axis, keepdims), _slopes(x, axis, ddof))


def _var_push(v, ans, x, axis, keepdims: bool, ddof):
    return sum_(real(sent(v, _slopes(x, axis, ddof))), axis, keepdims)


var_ = general(
    lambda x, axis, keepdims, ddof: np.var(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [_var_pull],
    [_var_push],
    name="var",
)


def _std_slopes(ans, x, axis, keepdims: bool, ddof):
    if count(x, axis) == 1:
        return 0.0 * _slopes(x, axis, ddof)  # one element never deviates
    return _slopes(x, axis, ddof) * kept(0.5 * reciprocal_at_kink(ans), axis, keepdims)


def _std_pull(g, ans, x, axis, keepdims: bool, ddof):
    return sent(kept(real(g), axis, keepdims), _std_slopes(ans, x, axis, keepdims, ddof))


def _std_push(v, ans, x, axis, keepdims: bool, ddof):
    return sum_(real(sent(v, _std_slopes(ans, x, axis, keepdims, ddof))), axis, keepdims)


std_ = general(
    lambda x, axis, keepdims, ddof: np.std(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [_std_pull],
    [_std_push],
    name="std",
)


#: The square root, with slope 0 where it is 0.
_root = elementwise_by_pulls(
    np.sqrt, lambda g, ans, x: g * (0.5 * reciprocal_at_kink(ans)), name="sqrt"
)


def _spread_out(primitive) -> Callable[..., Any]:
    """Make `var` or `std`, which differ in nothing but the square root."""

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
        keepdims = keepdims is not UNSET and bool(keepdims)
        a = prepared(a, dtype, out)
        whole = where is UNSET or where is True
        if whole and mean is UNSET:
            return primitive(a, axis, keepdims, ddof)
        center = None if mean is UNSET else as_array(mean) if np.ndim(mean) else mean
        where = True if whole else where
        return _around(a, where, axis, keepdims, ddof, center, primitive is std_)

    return function


def _around(a, where, axis, keepdims: bool, ddof, center, root: bool):
    """Compute a variance, or its root, of some elements only or around a mean that is given."""
    mask, n = counted(a, where, axis)
    size = n.astype(real_dtype(a))
    a = prepared(a, None, None, mask)
    alone = (n == 1) & (center is None)  # one element never deviates from itself
    center = sum_(a, axis, True) / size if center is None else center
    deviation = prepared(a - center, None, None, mask)
    square = real(deviation * conj(deviation))
    total = sum_(square, axis, keepdims)
    free = np.maximum(size - ddof, 0)
    free, alone = free.reshape(np.shape(total)), alone.reshape(np.shape(total))
    if np.any(free == 0):
        return over_none(_root(total), np.sqrt(free)) if root else over_none(total, free)
    variance = total / free
    return where_(alone, np.sqrt(value_of(variance)), _root(variance)) if root else variance


#: Division by how many are free. Where none is, the value is inf or nan, and the slope nan.
over_none = general(
    lambda total, free: np.divide(total, free),
    [lambda g, ans, total, free: sent(g, 1 / np.where(free == 0, np.nan, free))],
    [lambda v, ans, total, free: sent(v, 1 / np.where(free == 0, np.nan, free))],
    name="divide",
)


var = implements(np.var)(_spread_out(var_))
std = implements(np.std)(_spread_out(std_))
nanvar, nanstd = without_nan(var, np.nanvar), without_nan(std, np.nanstd)


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
    free = np.asarray(value_of(freedom)) > 0
    products = products / freedom if free else over_none(products, 0.0)
    return np.squeeze(products.astype(dtype_of(x)))


@implements(np.corrcoef)
def corrcoef(x, y=None, rowvar: bool = True, *, dtype=None):
    products = cov(x, y, rowvar, dtype=dtype)
    if np.ndim(products) == 0:
        return products / products
    scale = np.sqrt(np.real(np.diagonal(products)))
    return products / scale[:, None] / scale[None, :]
