"""The variance is a mean of squares, so its derivative is the deviation from the mean, and both
directions of the rule need nothing else. The standard deviation has derivative 0 where it is 0.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, dtype_of, reciprocal_at_kink
from adlearn.rules.indexing import where_
from adlearn.rules.reductions import UNSET, count, kept, mean_, prepared, sum_, without_nan
from adlearn.rules.shapes import reshape_
from adlearn.tensors.primitive import elementwise_by_pulls, general, implements, value_of


def _inner(v, x, axis, keepdims: bool):
    """Multiply by the deviation from the mean; both directions of the rule need nothing else."""
    deviation = x - mean_(x, axis, True)
    return v * (np.conj(deviation) if dtype_of(x).kind == "c" else deviation)


def _real_part(x):
    return np.real(x) if dtype_of(x).kind == "c" else x


def _freedom(x, axis, ddof):
    return builtins.max(count(x, axis) - ddof, 0) or np.nan


def _var_pull(g, ans, x, axis, keepdims: bool, ddof):
    scaled = kept(_real_part(g), axis, keepdims) * (2.0 / _freedom(x, axis, ddof))
    return _inner(scaled, x, axis, keepdims)


def _var_push(v, ans, x, axis, keepdims: bool, ddof):
    total = sum_(_real_part(_inner(v, x, axis, keepdims)), axis, keepdims)
    return total * (2.0 / _freedom(x, axis, ddof))


var_ = general(
    lambda x, axis, keepdims, ddof: np.var(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [_var_pull],
    [_var_push],
    name="var",
)


def _slope_of_root(ans, x, axis):
    """The derivative of the square root of the variance; one element never deviates."""
    return 0.0 if count(x, axis) == 1 else 0.5 * reciprocal_at_kink(ans)


std_ = general(
    lambda x, axis, keepdims, ddof: np.std(x, axis=axis, keepdims=keepdims, ddof=ddof),
    [lambda g, ans, *args: _var_pull(g * _slope_of_root(ans, *args[:2]), ans, *args)],
    [lambda v, ans, *args: _var_push(v, ans, *args) * _slope_of_root(ans, *args[:2])],
    name="std",
)


root_of_variance = elementwise_by_pulls(
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
        if where is UNSET or where is True:
            return primitive(a, axis, keepdims, ddof)
        return _masked_var(a, value_of(where), axis, keepdims, ddof, primitive is std_)

    return function


def _masked_var(a, mask, axis, keepdims: bool, ddof, root: bool):
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
    # One element never deviates.
    return where_(n == 1, np.sqrt(value_of(answer)), root_of_variance(answer))


var = implements(np.var)(_spread_out(var_))
std = implements(np.std)(_spread_out(std_))
nanvar, nanstd = without_nan(var, np.nanvar), without_nan(std, np.nanstd)


# Several variables


@implements(np.cov)
def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    if fweights is not None or aweights is not None:
        raise MissingRule("np.cov with weights has no derivative. Weigh the columns before.")

    def rows(x, turned: bool):
        x = as_array(x) if np.ndim(x) > 1 else reshape_(as_array(x), (1, -1))
        return np.transpose(x) if turned and np.shape(x)[0] != 1 else x

    x = rows(m, not rowvar)
    if y is not None:
        x = np.concatenate([x, rows(y, not rowvar)], axis=0)
    x = x.astype(np.result_type(dtype_of(x), np.float64) if dtype is None else dtype)
    freedom = np.shape(x)[1] - ((0 if bias else 1) if ddof is None else ddof)
    deviation = x - mean_(x, 1, True)
    return np.squeeze(deviation @ np.conj(np.transpose(deviation)) / builtins.max(freedom, 0))


@implements(np.corrcoef)
def corrcoef(x, y=None, rowvar: bool = True, *, dtype=None):
    products = cov(x, y, rowvar, dtype=dtype)
    if np.ndim(products) == 0:
        return products / products
    scale = np.sqrt(np.real(np.diagonal(products)))
    return products / scale[:, None] / scale[None, :]
