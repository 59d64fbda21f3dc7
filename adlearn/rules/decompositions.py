"""The rule of a decomposition is its equation, differentiated and solved for the tangents of the
factors: `A = L @ L.T`, `A @ V = V * w`, `A = Q @ R`, `A = U * s @ V.T`. That is the push; its
transpose is the pull. All work on stacks of matrices, in the last two axes.

Conventions:

* `cholesky` and `eigh` read one triangle, but are differentiated as functions of the whole
  symmetric matrix: the gradient is symmetric.
* Eigenvectors and singular vectors of equal values are not determined; what would divide by their
  difference is 0. A loss that does not depend on the choice has the right gradient.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import (
    as_array,
    conj,
    is_complex,
    real,
    real_dtype,
    reciprocal,
    swapped,
)
from adlearn.tensors.primitive import general, implements, is_traced, value_of

EigResult = type(np.linalg.eig(np.eye(1)))
EighResult = type(np.linalg.eigh(np.eye(1)))
QRResult = type(np.linalg.qr(np.eye(1)))
SVDResult = type(np.linalg.svd(np.eye(1)))


def hermitian(x):
    """Transpose and conjugate."""
    return conj(swapped(x))


def symmetric_part(x):
    """The nearest matrix that equals its conjugate transpose."""
    return (x + hermitian(x)) * 0.5


def unit(x) -> np.ndarray:
    """The unit matrix that fits the square matrices `x`, of true and false."""
    return np.eye(np.shape(x)[-1], dtype=bool)


def diagonal(x):
    return np.einsum("...ii->...i", x)


def strictly_lower(x):
    n = np.shape(x)[-1]
    return x * np.tri(n, n, -1, dtype=bool)


def reciprocal_differences(w):
    """`1 / (w_j - w_i)` in row `i` and column `j`, and 0 where both are equal."""
    return reciprocal(w[..., None, :] - w[..., :, None])


# Symmetric matrices


def lower_half(x):
    """The lower triangle with half of the diagonal: what `L` takes of a symmetric change."""
    n, dtype = np.shape(x)[-1], real_dtype(x)
    return x * (np.tri(n, dtype=dtype) - np.eye(n, dtype=dtype) * dtype.type(0.5))


def cholesky_pull(g, ans, x):
    inverse = np.linalg.inv(ans)
    return symmetric_part(swapped(inverse) @ lower_half(swapped(ans) @ g) @ conj(inverse))


def cholesky_push(v, ans, x):
    inverse = np.linalg.inv(ans)
    return ans @ lower_half(inverse @ symmetric_part(v) @ hermitian(inverse))


cholesky_ = general(np.linalg.cholesky, (cholesky_pull,), (cholesky_push,), name="cholesky")


def eigh_pull(g, ans, x, uplo: str):
    (gw, gv), (w, v) = g, ans
    inner = reciprocal_differences(w) * (swapped(v) @ gv) + real(gw)[..., None] * unit(v)
    return symmetric_part(conj(v) @ inner @ swapped(v))


def eigh_push(tangent, ans, x, uplo: str):
    w, v = ans
    inner = hermitian(v) @ symmetric_part(tangent) @ v
    slopes = diagonal(inner)
    return (real(slopes), v @ (reciprocal_differences(w) * inner))


eigh_ = general(
    lambda x, uplo: tuple(np.linalg.eigh(x, uplo)),
    (eigh_pull,),
    (eigh_push,),
    name="eigh",
    outputs=2,
)


@implements(np.linalg.cholesky)
def cholesky(a, /, *, upper=False):
    """Factor positive definite matrices."""
    a = as_array(a)
    return hermitian(cholesky_(hermitian(a))) if upper else cholesky_(a)


@implements(np.linalg.eigh)
def eigh(a, UPLO="L"):
    """Find eigenvalues and eigenvectors of symmetric matrices."""
    return EighResult(*eigh_(as_array(a), UPLO))


@implements(np.linalg.eigvalsh)
def eigvalsh(a, UPLO="L"):
    """Find eigenvalues of symmetric matrices."""
    return eigh_(as_array(a), UPLO)[0] if is_traced(a) else np.linalg.eigvalsh(a, UPLO)


# Eigenvalues of any square matrix. Eigenvectors have length 1 and a real largest component.


def largest(v) -> tuple[Any, Any]:
    """Where each eigenvector has its largest component, and `1 /` that."""
    size = np.abs(value_of(v))
    place = np.argmax(size, axis=-2)[..., None, :] == np.arange(np.shape(v)[-2])[:, None]
    return place, 1 / np.sum(v * place, axis=-2, keepdims=True)


def eig_pull(g, ans, x):
    (gw, gv), (w, v) = g, ans
    along = np.sum(gv * v, axis=-2, keepdims=True)
    if is_complex(v):
        place, scale = largest(v)
        gv = gv - np.real(along) * np.conj(v) - 1j * np.imag(along) * scale * place
    else:
        gv = gv - along * v
    inner = reciprocal_differences(w) * (swapped(v) @ gv) + gw[..., None] * unit(v)
    return np.linalg.solve(swapped(v), inner @ swapped(v))


def eig_push(tangent, ans, x):
    w, v = ans
    inner = np.linalg.solve(v, tangent @ v)
    change = v @ (reciprocal_differences(w) * inner)
    along = np.sum(conj(v) * change, axis=-2, keepdims=True)
    if is_complex(v):
        place, scale = largest(v)
        turn = np.imag(np.sum(change * place, axis=-2, keepdims=True)) * scale
        along = np.real(along) + 1j * turn
    return diagonal(inner), change - v * along


eig_ = general(lambda x: tuple(np.linalg.eig(x)), (eig_pull,), (eig_push,), name="eig", outputs=2)


@implements(np.linalg.eig)
def eig(a):
    """Find eigenvalues and eigenvectors."""
    return EigResult(*eig_(as_array(a)))


@implements(np.linalg.eigvals)
def eigvals(a):
    """Find eigenvalues."""
    return eig_(as_array(a))[0] if is_traced(a) else np.linalg.eigvals(a)


# QR


def turning_part(x):
    """Of `dQ` in the coordinates of `Q`, what keeps `R` triangular: no change of lengths."""
    lower = strictly_lower(x)
    turning = lower - hermitian(lower)
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def turning_part_transposed(x):
    turning = strictly_lower(x) - strictly_lower(hermitian(x))
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def qr_pull(g, ans, x):
    (gq, gr), (q, r) = g, ans
    inner = gr @ swapped(r) - swapped(q) @ gq
    total = gq + conj(q) @ (inner - turning_part_transposed(inner))
    return swapped(np.linalg.solve(r, swapped(total)))


def qr_push(v, ans, x):
    q, r = ans
    scaled = swapped(np.linalg.solve(swapped(r), swapped(v)))
    inner = hermitian(q) @ scaled
    rest = inner - turning_part(inner)
    return scaled - q @ rest, rest @ r


qr_ = general(lambda x: tuple(np.linalg.qr(x)), (qr_pull,), (qr_push,), name="qr", outputs=2)


@implements(np.linalg.qr)
def qr(a, mode="reduced"):
    """Factor into orthonormal columns and a triangle, of full rank."""
    a = as_array(a)
    if not is_traced(a):
        return np.linalg.qr(a, mode)
    m, n = np.shape(a)[-2:]
    if mode not in ("reduced", "r") and not (mode == "complete" and m <= n):
        raise MissingRule(
            f"qr of {m} by {n} matrices with mode={mode!r} has no derivative: the added columns "
            "are not determined. Use mode='reduced'."
        )
    q, r = qr_(a[..., :m])  # the columns after the m-th do not change Q
    if n > m:
        r = np.concatenate([r, hermitian(q) @ a[..., m:]], axis=-1)
    return r if mode == "r" else QRResult(q, r)


# Singular values


def svd_pull(g, ans, x):
    (gu, gs, gvh), (u, s, vh) = g, ans
    m, n = np.shape(x)[-2:]
    inverse, apart = reciprocal(s), reciprocal_differences(s * s)
    from_u, from_v = swapped(u) @ gu, gvh @ swapped(vh)
    left, right = apart * from_u, -apart * from_v
    inner = (left + hermitian(left)) * s[..., None, :] + s[..., :, None] * (
        right + hermitian(right)
    )
    inner = inner + real(gs)[..., None] * unit(inner)
    if is_complex(x):
        inner = inner + 1j * np.imag(from_u * unit(inner)) * inverse[..., None]
    answer = conj(u) @ inner @ conj(vh)
    if m > n:
        answer = answer + ((gu - conj(u) @ from_u) * inverse[..., None, :]) @ conj(vh)
    if n > m:
        answer = answer + conj(u) @ (inverse[..., None] * (gvh - from_v @ conj(vh)))
    return answer


def svd_push(tangent, ans, x):
    u, s, vh = ans
    m, n = np.shape(x)[-2:]
    inverse, apart = reciprocal(s), reciprocal_differences(s * s)
    uh, v = hermitian(u), hermitian(vh)
    inner = uh @ tangent @ v
    by_column, by_row = inner * s[..., None, :], s[..., :, None] * inner
    turn = apart * (by_column + hermitian(by_column))
    if is_complex(x):
        turn = turn + 1j * np.imag(inner * unit(inner)) * inverse[..., None]
    du, dvh = u @ turn, -(apart * (by_row + hermitian(by_row))) @ vh
    if m > n:
        du = du + (tangent @ v - u @ inner) * inverse[..., None, :]
    if n > m:
        dvh = dvh + inverse[..., None] * (uh @ tangent - inner @ vh)
    ds = diagonal(inner)
    return du, real(ds), dvh


svd_ = general(
    lambda x: tuple(np.linalg.svd(x, full_matrices=False)),
    (svd_pull,),
    (svd_push,),
    name="svd",
    outputs=3,
)


@implements(np.linalg.svd)
def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """Factor into rotations and singular values."""
    a = as_array(a)
    if not is_traced(a):
        return np.linalg.svd(a, full_matrices, compute_uv, hermitian)
    u, s, vh = svd_(a)
    if not compute_uv:
        return s
    if full_matrices and np.shape(a)[-1] != np.shape(a)[-2]:
        raise MissingRule(
            "svd with full_matrices=True has no derivative unless the matrix is square: the added "
            "vectors are not determined. Use full_matrices=False."
        )
    return SVDResult(u, s, vh)


@implements(np.linalg.svdvals)
def svdvals(x, /):
    """Find the singular values."""
    return svd(x, compute_uv=False)
