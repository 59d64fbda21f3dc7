"""What a decomposition leaves undetermined: the vectors of equal values, which of these is which,
and the phases of complex vectors. What depends on a choice there has the derivative nan.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import real_dtype, reciprocal
from adlearn.tensors.constructors import linear
from adlearn.tensors.primitive import value_of


def unit(x) -> np.ndarray:
    """The unit matrix that fits the square matrices `x`, of true and false."""
    return np.eye(np.shape(x)[-1], dtype=bool)


def diagonal(x):
    return np.einsum("...ii->...i", x)


def rounding(x) -> Any:
    """What rounding makes of equal numbers along the last axis: as a fraction of the largest."""
    size = np.abs(value_of(x))
    return 16 * np.shape(x)[-1] * np.finfo(size.dtype).eps * np.max(size, -1, initial=0)[..., None]


def equals(w) -> np.ndarray:
    """Say which of the values i and j are equal, in row i and column j."""
    w = value_of(w)
    return np.abs(w[..., None, :] - w[..., :, None]) <= rounding(w)[..., None]


def repeated(equal: np.ndarray) -> np.ndarray:
    """Say which values occur several times."""
    return np.sum(equal, -1) > 1


def without(x, undefined: np.ndarray):
    """Give numbers, with nan where they are undefined."""
    one = real_dtype(x).type(1)
    return x * np.where(undefined, one * np.nan, one) if undefined.any() else x


#: 0 where 0 is, or what rounding may make of it, and else nan: what an infinite slope makes of a
#: change.
undefined_ = linear(
    lambda x, rounded: np.where(np.abs(x) <= (rounding(x) if rounded else 0.0), 0.0 * x, np.nan),
    lambda g, x, rounded: undefined_(g, rounded),
    name="undefined",
)


def unused(x, undetermined: np.ndarray, rounded: bool = False):
    """Give the cotangent `x`, with nan where it is not 0 although its vector is undetermined."""
    if not undetermined.any():
        return x
    return np.where(undetermined, undefined_(x, rounded), x)


def apart(x):
    """The differences of cotangents, in row i and column j: 0, or nan where they are not equal."""
    differs = np.abs(x[..., None, :] - x[..., :, None])
    close = np.sqrt(np.finfo(differs.dtype).eps) * np.max(np.abs(x), -1, initial=0)
    return np.where(differs > close[..., None, None], np.nan, 0.0 * differs)


apart_ = linear(apart, lambda g, x: np.sum(undefined_(g, False), -1), name="apart")


def shared(x, equal: np.ndarray):
    """Give the cotangents `x` of values as a diagonal matrix, with nan beside it where they differ
    between equal values. How the matrix changes there nobody knows, though it is 0."""
    if repeated(equal).any():
        return np.where(unit(equal), x[..., None], np.where(equal, apart_(x), 0.0))
    return x[..., None] * unit(equal)


def slopes_of_values(inner, equal: np.ndarray):
    """Give the diagonal of a change of the matrix in the coordinates of its vectors; nan where it
    would be another one for another choice of the vectors of equal values."""
    slopes = diagonal(inner)
    if not repeated(equal).any():
        return slopes
    plain = value_of(inner)
    apart = np.abs(plain - value_of(slopes)[..., :, None] * unit(plain))
    apart = np.maximum(apart, np.abs(diagonal(plain)[..., None, :] - diagonal(plain)[..., None]))
    close = np.sqrt(np.finfo(apart.dtype).eps) * np.max(np.abs(plain), (-2, -1), initial=0)
    return without(slopes, np.any(equal & (apart > close[..., None, None]), -1))


def over_differences(x, w, equal: np.ndarray):
    """`x / (w_j - w_i)` in row `i` and column `j`, and 0 for equal values."""
    gaps = w[..., None, :] - w[..., :, None]
    return x * reciprocal(gaps, equal)


def over_leading(x, leading, size):
    """Divide by the numbers that LAPACK makes real: how a phase answers a change. Where they are 0
    the phase is undetermined: nan, or 0 if nothing of it is left of numbers of a size."""
    least = 64 * np.finfo(real_dtype(x)).eps
    none = np.abs(value_of(leading)) <= least
    if not none.any():
        return x / leading
    one = real_dtype(x).type(1)
    asked = np.where(np.abs(value_of(x)) > least * value_of(size), one * np.nan, one - one)
    return x * np.where(none, asked, reciprocal(leading, none))


def at(x, place: int, axis: int):
    """Put numbers into one row or column of zero matrices."""
    n = np.shape(x)[-1]
    here = np.arange(n) == place
    return here[:, None] * x[..., None, :] if axis == -2 else x[..., :, None] * here
