"""Norms of vectors and matrices. A norm that is 0 has derivative 0."""

from __future__ import annotations

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from adlearn.rules.arrays_asked import (
    conj,
    floating,
    is_complex,
    real,
    real_dtype,
    reciprocal_at_kink,
)
from adlearn.rules.elementwise import kink, sign
from adlearn.rules.reductions import kept, weighted
from adlearn.rules.singular_values import kinked, svd_
from adlearn.rules.undetermined import equals, repeated, without
from adlearn.tensors.constructors import of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of

# Vectors


def slope_of_norm(ans, x, axis: tuple[int, ...], keepdims: bool, order):
    """The derivative by each element: `d ans = Re(sum(slope * dx))`."""
    ans = kept(ans, axis, keepdims)
    if order == 2:
        return conj(x) * reciprocal_at_kink(ans)
    if order == 0:
        return np.zeros(np.shape(x), real_dtype(x))
    direction = conj(x) * reciprocal_at_kink(np.abs(x)) if is_complex(x) else sign(x)
    if order == 1:
        return direction
    if np.isinf(order):
        tied = np.abs(value_of(x)) == value_of(ans)
        count = np.maximum(np.sum(tied, axis=axis, keepdims=True), 1)
        return direction * (tied / count).astype(real_dtype(x))
    if order > 2:  # smooth at 0, unlike the direction
        scale = reciprocal_at_kink(ans)
        return conj(x) * scale * (np.abs(x) * scale) ** (order - 2)
    zero = (value_of(x) == 0) | (value_of(ans) == 0)
    one = real_dtype(x).type(1)
    size = np.where(zero, one, np.abs(x) if is_complex(x) else x * direction)
    ratio = size * reciprocal_at_kink(ans)
    slope = direction * np.where(zero, one, ratio) ** (order - 1)
    return np.where(zero, kink(slope), slope) if np.any(zero) else slope


def norm_fun(x, axis: tuple[int, ...], keepdims: bool, order):
    if order == 2:
        squares = (x.real**2 + x.imag**2) if np.iscomplexobj(x) else x * x
        largest = np.max(squares, initial=0)
        if 1e-30 < largest < 1e30 or largest == 0:
            return np.sqrt(np.sum(squares, axis=axis, keepdims=keepdims))
    return np.linalg.vector_norm(x, axis=axis, ord=order, keepdims=keepdims)


norm_ = weighted(norm_fun, slope_of_norm, "norm", real)


@implements(np.linalg.vector_norm)
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """Measure vectors, along one axis, several, or all."""
    x = floating(x)
    axes = range(np.ndim(x)) if axis is None else axis
    ord = 2 if ord is None else ord
    return norm_(x, normalize_axis_tuple(axes, np.ndim(x)), keepdims, ord)


# Matrices


def slope_of_singular(x, place: int | None):
    """The derivative of one singular value, or of the sum of all, which does not ask which is which
    and has the unitary factor of `x`. It is nan where a value is 0, or one is used that several are
    equal to."""
    u, s, vh = svd_(x, False)
    if place is None:
        return without(conj(u @ vh), np.any(kinked(s), -1)[..., None, None])
    undetermined = (kinked(s) | repeated(equals(s)))[..., place]
    slope = conj(u[..., :, place, None] * vh[..., place, None, :])
    return without(slope, undetermined[..., None, None])


def of_singular(x, place: int | None):
    s = np.linalg.svdvals(x)
    return np.sum(s, -1) if place is None else s[..., place]


singular_ = of_matrices(
    of_singular,
    (lambda g, ans, x, place: real(g)[..., None, None] * slope_of_singular(x, place),),
    (lambda v, ans, x, place: real(np.sum(slope_of_singular(x, place) * v, axis=(-2, -1))),),
    name="singular value",
)

#: Norms by singular values: which one, or all.
SINGULAR = {"nuc": None, 2: 0, -2: -1}


@implements(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    """Measure vectors or matrices."""
    x = floating(x)
    if axis is None:
        if ord is None or np.ndim(x) == 1:
            return vector_norm(x, keepdims=keepdims, ord=2 if ord is None else ord)
        axis = tuple(range(np.ndim(x)))
    axis = tuple(axis) if isinstance(axis, (list, tuple)) else (axis,)
    if len(axis) == 1:
        return vector_norm(x, axis=axis, keepdims=keepdims, ord=2 if ord is None else ord)
    if len(axis) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    if ord is None or ord == "fro":
        return vector_norm(x, axis=axis, keepdims=keepdims, ord=2)
    matrices = np.moveaxis(x, axis, (-2, -1))
    if 0 in np.shape(matrices)[-2:]:
        np.linalg.norm(value_of(matrices), ord, (-2, -1))  # it refuses what it refuses
        answer = real(np.sum(matrices, axis=(-2, -1)))
    elif ord in SINGULAR:
        answer = singular_(matrices, SINGULAR[ord])
    elif ord in (1, -1, np.inf, -np.inf):
        sums = np.sum(np.abs(matrices), axis=-2 if abs(ord) == 1 else -1)
        answer = (np.max if ord > 0 else np.min)(sums, axis=-1)
    else:
        raise ValueError("Invalid norm order for matrices.")
    return np.expand_dims(answer, tuple(i % np.ndim(x) for i in axis)) if keepdims else answer


implements(np.linalg.matrix_norm)(
    lambda x, /, *, keepdims=False, ord="fro": norm(x, ord, (-2, -1), keepdims)
)
