"""The rule of a decomposition is its equation, differentiated and solved for the tangents of the
factors: `A = L @ L.T`, `A @ V = V * w`, `A = Q @ R`, `A = U * s @ V.T`. That is the push; its
transpose is the pull. All work on stacks of matrices, in the last two axes.

Conventions:

* `cholesky` and `eigh` read one triangle, and are differentiated as they read: the derivative by
  the other triangle is 0. `(g + g.T) / 2` is the gradient `g` as a symmetric matrix.
* Vectors of equal values are not determined, and neither is which of the values is which. The
  derivative of what uses such vectors, or one of the values without the others, is nan.
* Complex vectors are determined up to their phase. The derivative keeps the numbers real that
  LAPACK makes real, and is nan where those are 0 and the phase is used. The rules of `eigh` and
  `svd` are told whether the vectors are asked for: eigenvalues do not change with the `phases`.
* Signs, and the order of what `eig` finds, are kept as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, conj, is_complex, real, real_dtype, swapped
from adlearn.rules.undetermined import (
    at,
    diagonal,
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

EigResult = type(np.linalg.eig(np.eye(1)))
EighResult = type(np.linalg.eigh(np.eye(1)))
QRResult = type(np.linalg.qr(np.eye(1)))


def hermitian(x):
    """Transpose and conjugate."""
    return conj(swapped(x))


def symmetric_part(x):
    """The nearest matrix that equals its conjugate transpose."""
    return (x + hermitian(x)) * 0.5


def strictly_lower(x):
    n = np.shape(x)[-1]
    return x * np.tri(n, n, -1, dtype=bool)


# Symmetric matrices


def read(x, lower: bool):
    """The symmetric matrix of one triangle, which is all that is read."""
    n = np.shape(x)[-1]
    half = x * (np.tri(n, n, -1, dtype=bool) if lower else ~np.tri(n, dtype=bool))
    return half + hermitian(half) + real(x) * unit(x)


def read_transposed(g, lower: bool):
    """The cotangent of the triangle, from that of the symmetric matrix."""
    n, dtype = np.shape(g)[-1], real_dtype(g)
    once = np.tri(n, n, -1, dtype=dtype) if lower else np.tri(n, n, -1, dtype=dtype).T
    return (g + hermitian(g)) * (once + np.eye(n, dtype=dtype) * dtype.type(0.5))


def lower_half(x):
    """The lower triangle with half of the diagonal: what `L` takes of a symmetric change."""
    n, dtype = np.shape(x)[-1], real_dtype(x)
    return x * (np.tri(n, dtype=dtype) - np.eye(n, dtype=dtype) * dtype.type(0.5))


def cholesky_pull(g, ans, x):
    inverse = np.linalg.inv(ans)
    whole = swapped(inverse) @ lower_half(swapped(ans) @ g) @ conj(inverse)
    return read_transposed(whole, True)


def cholesky_push(v, ans, x):
    inverse = np.linalg.inv(ans)
    return ans @ lower_half(inverse @ read(v, True) @ hermitian(inverse))


cholesky_ = of_matrices(np.linalg.cholesky, (cholesky_pull,), (cholesky_push,), name="cholesky")


def is_lower(uplo: str) -> bool:
    return uplo.upper() == "L"


def leading_row(v, uplo: str) -> int:
    """Where the eigenvectors that LAPACK finds have real numbers."""
    return 0 if is_lower(uplo) else np.shape(v)[-1] - 1


def eigh_pull(g, ans, x, uplo: str, phases: bool):
    (gw, gv), (w, v) = g, ans
    equal = equals(w)
    gv = unused(gv, repeated(equal)[..., None, :])
    if phases and is_complex(v):
        row = leading_row(v, uplo)
        phase, size = np.imag(np.sum(gv * v, -2)), np.sum(np.abs(value_of(gv * v)), -2)
        gv = gv - 1j * at(over_leading(phase, np.real(v[..., row, :]), size), row, -2)
    inner = over_differences(swapped(v) @ gv, w, equal)
    inner = inner + shared(real(gw), equal)
    return read_transposed(conj(v) @ inner @ swapped(v), is_lower(uplo))


def eigh_push(tangent, ans, x, uplo: str, phases: bool):
    w, v = ans
    equal = equals(w)
    inner = hermitian(v) @ read(tangent, is_lower(uplo)) @ v
    change = v @ over_differences(inner, w, equal)
    if phases and is_complex(v):
        row = leading_row(v, uplo)
        moved, size = np.imag(change[..., row, :]), np.max(np.abs(value_of(change)), -2, initial=0)
        phase = over_leading(moved, np.real(v[..., row, :]), size)
        change = change - 1j * v * phase[..., None, :]
    change = without(change, repeated(equal)[..., None, :])
    return real(slopes_of_values(inner, equal)), change


eigh_ = of_matrices(
    lambda x, uplo, phases: tuple(np.linalg.eigh(x, uplo)),
    (eigh_pull,),
    (eigh_push,),
    name="eigh",
    outputs=2,
)


@implements(np.linalg.cholesky)
def cholesky(a, /, *, upper=False):
    """Factor positive definite matrices, of which one triangle is read."""
    a = as_array(a)
    return hermitian(cholesky_(hermitian(a))) if upper else cholesky_(a)


@implements(np.linalg.eigh)
def eigh(a, UPLO="L"):
    """Find eigenvalues and eigenvectors of symmetric matrices, of which one triangle is read."""
    return EighResult(*eigh_(as_array(a), UPLO, True))


@implements(np.linalg.eigvalsh)
def eigvalsh(a, UPLO="L"):
    """Find eigenvalues of symmetric matrices."""
    return eigh_(as_array(a), UPLO, False)[0] if is_traced(a) else np.linalg.eigvalsh(a, UPLO)


# Eigenvalues of any square matrix. Eigenvectors have length 1 and a real largest component.


def largest(v) -> tuple[Any, Any]:
    """Say where each eigenvector has its largest component, and give that; 0 if there are two."""
    size = np.abs(value_of(v))
    place = np.argmax(size, axis=-2)[..., None, :] == np.arange(np.shape(v)[-2])[:, None]
    others = np.max(np.where(place, 0, size), axis=-2, initial=0)
    alone = others < (1 - rounding(np.ones(1, size.dtype))) * np.max(size, axis=-2, initial=0)
    return place, np.real(np.sum(v * place, axis=-2)) * alone


def independent(v):
    """Give eigenvectors, with nan where they do not span the space: of a defective matrix."""
    plain = value_of(v)
    if not plain.size:
        return v
    s = np.linalg.svd(plain, compute_uv=False)
    return without(v, (s[..., -1:] <= rounding(s))[..., None])


def eig_pull(g, ans, x):
    (gw, gv), (w, v) = g, ans
    equal = equals(w)
    gv, v = unused(gv, repeated(equal)[..., None, :]), independent(v)
    along = np.sum(gv * v, axis=-2, keepdims=True)
    gv = gv - np.real(along) * conj(v)
    if is_complex(v):
        place, leading = largest(v)
        size = np.sum(np.abs(value_of(gv * v)), -2)
        gv = gv - 1j * place * over_leading(np.imag(along)[..., 0, :], leading, size)[..., None, :]
    inner = over_differences(swapped(v) @ gv, w, equal) + shared(gw, equal)
    return np.linalg.solve(swapped(v), inner @ swapped(v))


def eig_push(tangent, ans, x):
    w, v = ans
    equal, v = equals(w), independent(v)
    inner = np.linalg.solve(v, tangent @ v)
    change = v @ over_differences(inner, w, equal)
    change = change - v * np.real(np.sum(conj(v) * change, axis=-2, keepdims=True))
    if is_complex(v):
        place, leading = largest(v)
        moved, size = np.sum(change * place, -2), np.max(np.abs(value_of(change)), -2, initial=0)
        change = change - 1j * v * over_leading(np.imag(moved), leading, size)[..., None, :]
    change = without(change, repeated(equal)[..., None, :])
    return slopes_of_values(inner, equal), change


eig_ = of_matrices(
    lambda x: tuple(np.linalg.eig(x)), (eig_pull,), (eig_push,), name="eig", outputs=2
)


implements(np.linalg.eig)(lambda a: EigResult(*eig_(as_array(a))))
implements(np.linalg.eigvals)(
    lambda a: eig_(as_array(a))[0] if is_traced(a) else np.linalg.eigvals(a)
)


# QR


def turning_part(x):
    """Of `dQ` in the coordinates of `Q`, what keeps `R` triangular: no change of lengths."""
    lower = strictly_lower(x)
    turning = lower - hermitian(lower)
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def turning_part_transposed(x):
    turning = strictly_lower(x) - strictly_lower(hermitian(x))
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def of_full_rank(r, x):
    """Give triangles, with nan where `Q` is not determined: where columns are dependent, and where
    the signs jump, as LAPACK turns every column but one that has nothing to be turned."""
    sizes, (m, n) = np.abs(diagonal(value_of(r))), np.shape(x)[-2:]
    turned = np.linalg.qr(value_of(x), mode="raw")[1][..., : min(m - 1, n)]
    undetermined = np.any(sizes <= rounding(sizes), -1) | np.any(turned == 0, -1)
    return without(r, undetermined[..., None, None])


def qr_pull(g, ans, x):
    (gq, gr), (q, r) = g, ans
    r = of_full_rank(r, x)
    inner = gr @ swapped(r) - swapped(q) @ gq
    total = gq + conj(q) @ (inner - turning_part_transposed(inner))
    return swapped(np.linalg.solve(r, swapped(total)))


def qr_push(v, ans, x):
    q, r = ans
    r = of_full_rank(r, x)
    scaled = swapped(np.linalg.solve(swapped(r), swapped(v)))
    inner = hermitian(q) @ scaled
    rest = inner - turning_part(inner)
    return scaled - q @ rest, rest @ r


qr_ = of_matrices(lambda x: tuple(np.linalg.qr(x)), (qr_pull,), (qr_push,), name="qr", outputs=2)


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
