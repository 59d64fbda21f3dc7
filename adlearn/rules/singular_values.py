"""Singular values and vectors: `A = U * s @ V.T`, differentiated as the decompositions are.

A value is undetermined, with its vectors, where it is 0: there it has a kink.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, conj, is_complex, real, reciprocal, swapped
from adlearn.rules.decompositions import eigh, hermitian, symmetric_part
from adlearn.rules.undetermined import (
    at,
    equals,
    over_differences,
    over_leading,
    repeated,
    rounding,
    shared,
    slopes_of_values,
    unit,
    unused,
    without,
)
from adlearn.tensors.constructors import of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of

SVDResult = type(np.linalg.svd(np.eye(1)))


def kinked(s) -> np.ndarray:
    """Say which singular values are 0."""
    return value_of(s) <= rounding(s)


def svd_pull(g, ans, x, phases: bool):
    (gu, gs, gvh), (u, s, vh) = g, ans
    m, n = np.shape(x)[-2:]
    equal, zero = equals(s), kinked(s)
    undetermined = repeated(equal) | zero
    gu, gvh = unused(gu, undetermined[..., None, :]), unused(gvh, undetermined[..., None])
    if phases and is_complex(x):
        of_u, of_v = np.sum(gu * u, -2), np.sum(gvh * vh, -1)
        phase, size = np.imag(of_u - of_v), np.abs(value_of(of_u)) + np.abs(value_of(of_v))
        if m >= n:
            gvh = gvh + 1j * at(over_leading(phase, np.real(vh[..., 0]), size), 0, -1)
        else:
            gu = gu - 1j * at(over_leading(phase, np.real(u[..., 0, :]), size), 0, -2)
    inverse, from_u, from_v = reciprocal(s, zero), swapped(u) @ gu, gvh @ swapped(vh)
    left, right = over_differences(from_u, s * s, equal), -over_differences(from_v, s * s, equal)
    inner = (left + hermitian(left)) * s[..., None, :] + s[..., :, None] * (
        right + hermitian(right)
    )
    inner = inner + shared(unused(real(gs), zero, rounded=True), equal)
    if is_complex(x):
        inner = inner + 1j * np.imag(from_u * unit(inner)) * inverse[..., None]
    answer = conj(u) @ inner @ conj(vh)
    if m > n:
        answer = answer + ((gu - conj(u) @ from_u) * inverse[..., None, :]) @ conj(vh)
    if n > m:
        answer = answer + conj(u) @ (inverse[..., None] * (gvh - from_v @ conj(vh)))
    return answer


def svd_push(tangent, ans, x, phases: bool):
    u, s, vh = ans
    m, n = np.shape(x)[-2:]
    equal, zero = equals(s), kinked(s)
    inverse, uh, v = reciprocal(s, zero), hermitian(u), hermitian(vh)
    inner = uh @ tangent @ v
    by_column, by_row = inner * s[..., None, :], s[..., :, None] * inner
    turn = over_differences(by_column + hermitian(by_column), s * s, equal)
    if is_complex(x):
        turn = turn + 1j * np.imag(inner * unit(inner)) * inverse[..., None]
    du = u @ turn
    dvh = -over_differences(by_row + hermitian(by_row), s * s, equal) @ vh
    if m > n:
        du = du + (tangent @ v - u @ inner) * inverse[..., None, :]
    if n > m:
        dvh = dvh + inverse[..., None] * (uh @ tangent - inner @ vh)
    if phases and is_complex(x):
        moved, leading = (dvh[..., 0], vh[..., 0]) if m >= n else (-du[..., 0, :], u[..., 0, :])
        size = np.max(np.abs(value_of(du)), -2) + np.max(np.abs(value_of(dvh)), -1)
        phase = over_leading(np.imag(moved), np.real(leading), size)
        du, dvh = du + 1j * u * phase[..., None, :], dvh - 1j * phase[..., None] * vh
    undetermined = repeated(equal) | zero
    du, dvh = without(du, undetermined[..., None, :]), without(dvh, undetermined[..., None])
    return du, without(real(slopes_of_values(symmetric_part(inner), equal)), zero), dvh


svd_ = of_matrices(
    lambda x, phases: tuple(np.linalg.svd(x, full_matrices=False)),
    (svd_pull,),
    (svd_push,),
    name="svd",
    outputs=3,
)


def svd_of_symmetric(a) -> tuple[Any, Any, Any]:
    """Factor as NumPy does where it is told that a matrix is symmetric, and reads one triangle."""
    w, v = eigh(a)
    order = np.argsort(np.abs(value_of(w)))[..., ::-1]
    w, v = np.take_along_axis(w, order, -1), np.take_along_axis(v, order[..., None, :], -1)
    return v, np.abs(w), hermitian(v * np.copysign(1.0, value_of(w))[..., None, :])


@implements(np.linalg.svd)
def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """Factor into rotations and singular values."""
    a = as_array(a)
    if not is_traced(a):
        return np.linalg.svd(a, full_matrices, compute_uv, hermitian)
    u, s, vh = svd_of_symmetric(a) if hermitian else svd_(a, bool(compute_uv))
    if not compute_uv:
        return s
    if full_matrices and np.shape(a)[-1] != np.shape(a)[-2]:
        raise MissingRule(
            "svd with full_matrices=True has no derivative unless the matrix is square: the added "
            "vectors are not determined. Use full_matrices=False."
        )
    return SVDResult(u, s, vh)


svdvals = implements(np.linalg.svdvals)(lambda x, /: svd(x, compute_uv=False))
