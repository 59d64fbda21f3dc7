"""Every rule here comes from one equation, differentiated: `A @ inv(A) = I`, `A @ x = b`,
`A = L @ L.T`, `A @ V = V * w`, `A = Q @ R`, `A = U * s @ V.T`.

Solved for the tangents of the unknowns, that is the push; its transpose is the pull. All work on
stacks of matrices, in the last two axes.

Conventions:

* The norm of a zero vector has derivative 0.
* `cholesky` and `eigh` read one triangle, but are differentiated as functions of the whole
  symmetric matrix: the gradient is symmetric.
* Eigenvectors and singular vectors of equal values are not determined; what would divide by their
  difference is 0. A loss that does not depend on the choice has the right gradient.
"""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from adlearn.array_primitive import constant, general, implements, is_traced, unbroadcast, value_of
from adlearn.errors import MissingRule
from adlearn.rules.products import as_array, conj, is_complex, real, real_dtype, swapped

EigResult = type(np.linalg.eig(np.eye(1)))
EighResult = type(np.linalg.eigh(np.eye(1)))
QRResult = type(np.linalg.qr(np.eye(1)))
SlogdetResult = type(np.linalg.slogdet(np.eye(1)))
SVDResult = type(np.linalg.svd(np.eye(1)))


def hermitian(x: Any) -> Any:
    """Transpose and conjugate."""
    return conj(swapped(x))


def symmetric_part(x: Any) -> Any:
    """The nearest matrix that equals its conjugate transpose."""
    return (x + hermitian(x)) * 0.5


def unit(x: Any) -> np.ndarray:
    """The unit matrix that fits the square matrices `x`, of true and false."""
    return np.eye(np.shape(x)[-1], dtype=bool)


def diagonal(x: Any) -> Any:
    return np.einsum("...ii->...i", x)


def strictly_lower(x: Any) -> Any:
    n = np.shape(x)[-1]
    return x * np.tri(n, n, -1, dtype=bool)


def reciprocal(x: Any) -> Any:
    """`1 / x`, and 0 where `x` is 0."""
    zero = value_of(x) == 0
    if not np.any(zero):
        return 1 / x
    return np.where(zero, real_dtype(x).type(0), 1 / np.where(zero, real_dtype(x).type(1), x))


def reciprocal_differences(w: Any) -> Any:
    """`1 / (w_j - w_i)` in row `i` and column `j`, and 0 where both are equal."""
    return reciprocal(w[..., None, :] - w[..., :, None])


# Norms


def slope_of_norm(ans: Any, x: Any, order: Any, axis: tuple[int, ...]) -> Any:
    """The derivative by each element: `d ans = Re(sum(slope * dx))`. `ans` has its axes kept."""
    if order == 2:
        return conj(x) * reciprocal(ans)
    if order == 0:
        return np.zeros(np.shape(x), real_dtype(x))
    direction = conj(x) * reciprocal(np.abs(x)) if is_complex(x) else np.sign(value_of(x))
    if order == 1:
        return direction
    if np.isinf(order):
        tied = np.abs(value_of(x)) == value_of(ans)
        count = np.maximum(np.sum(tied, axis=axis, keepdims=True), 1)
        return direction * (tied / count).astype(real_dtype(x))
    zero = value_of(x) == 0
    one = real_dtype(x).type(1)
    ratio = np.where(zero, one, np.abs(x) if is_complex(x) else x * direction) * reciprocal(ans)
    return direction * np.where(zero, one - one, np.where(zero, one, ratio) ** (order - 1))


def norm_fun(x: Any, order: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    if order == 2:
        squares = (x.real**2 + x.imag**2) if np.iscomplexobj(x) else x * x
        largest = np.max(squares, initial=0)
        if 1e-30 < largest < 1e30 or largest == 0:
            return np.sqrt(np.sum(squares, axis=axis, keepdims=keepdims))
    return np.linalg.vector_norm(x, axis=axis, ord=order, keepdims=keepdims)


def norm_pull(g: Any, ans: Any, x: Any, order: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    if not keepdims:
        g, ans = np.expand_dims(g, axis), np.expand_dims(ans, axis)
    return real(g) * slope_of_norm(ans, x, order, axis)


def norm_push(v: Any, ans: Any, x: Any, order: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    if not keepdims:
        ans = np.expand_dims(ans, axis)
    change = np.sum(slope_of_norm(ans, x, order, axis) * v, axis=axis, keepdims=keepdims)
    return real(change)


norm_ = general(norm_fun, (norm_pull,), (norm_push,), name="norm")


@implements(np.linalg.vector_norm)
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """Measure vectors, along one axis, several, or all."""
    x = floating(x)
    axes = range(np.ndim(x)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    return norm_(x, ord, tuple(int(i) % np.ndim(x) for i in axes), keepdims)


@implements(np.linalg.matrix_norm)
def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """Measure the matrices in the last two axes."""
    return norm(x, ord, (-2, -1), keepdims)


@implements(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    """Measure vectors or matrices."""
    x = floating(x)
    if axis is None:
        if ord is None or np.ndim(x) == 1:
            return vector_norm(x, keepdims=keepdims, ord=2 if ord is None else ord)
        axis = tuple(range(np.ndim(x)))
    axis = tuple(axis) if isinstance(axis, list | tuple) else (axis,)
    if len(axis) == 1:
        return vector_norm(x, axis=axis, keepdims=keepdims, ord=2 if ord is None else ord)
    if len(axis) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    if ord is None or ord == "fro":
        return vector_norm(x, axis=axis, keepdims=keepdims, ord=2)
    matrices = np.moveaxis(x, axis, (-2, -1))
    if ord in ("nuc", 2, -2):
        s = svdvals(matrices)
        answer = np.sum(s, axis=-1) if ord == "nuc" else s[..., 0 if ord == 2 else -1]
    elif ord in (1, -1, np.inf, -np.inf):
        sums = np.sum(np.abs(matrices), axis=-2 if abs(ord) == 1 else -1)
        answer = (np.max if ord > 0 else np.min)(sums, axis=-1)
    else:
        raise ValueError("Invalid norm order for matrices.")
    return np.expand_dims(answer, tuple(i % np.ndim(x) for i in axis)) if keepdims else answer


def floating(x: Any) -> Any:
    """Make an array of floats of integers, as the functions here do."""
    x = as_array(x)
    return x if np.asarray(value_of(x)).dtype.kind in "fc" else x.astype(float)


# Determinants


def cofactors(det: Any, x: Any) -> Any:
    """The derivative of the determinant by each element; also where that is 0."""
    if np.all(value_of(det) != 0):
        return det[..., None, None] * swapped(np.linalg.inv(x))
    u, s, vh = svd_(x)
    n = np.shape(x)[-1]
    others = np.where(np.eye(n, dtype=bool), real_dtype(x).type(1), s[..., None, :])
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return sign[..., None, None] * ((conj(u) * np.prod(others, axis=-1)[..., None, :]) @ conj(vh))


det_ = general(
    np.linalg.det,
    (lambda g, ans, x: g[..., None, None] * cofactors(ans, x),),
    (lambda v, ans, x: np.sum(cofactors(ans, x) * v, axis=(-2, -1)),),
    name="det",
)


def slogdet_pull(g: Any, ans: Any, x: Any) -> Any:
    slope = real(g[1])
    if is_complex(x):
        slope = slope + 1j * np.imag(g[0] * ans[0])
    return slope[..., None, None] * swapped(np.linalg.inv(x))


def slogdet_push(v: Any, ans: Any, x: Any) -> Any:
    change = np.sum(swapped(np.linalg.inv(x)) * v, axis=(-2, -1))
    if is_complex(change):
        return 1j * np.imag(change) * ans[0], np.real(change)
    return change * 0, change


slogdet_ = general(
    lambda x: tuple(np.linalg.slogdet(x)),
    (slogdet_pull,),
    (slogdet_push,),
    name="slogdet",
    outputs=2,
)


@implements(np.linalg.det)
def det(a):
    """Compute determinants."""
    return det_(as_array(a))


@implements(np.linalg.slogdet)
def slogdet(a):
    """Compute the sign and the logarithm of determinants."""
    return SlogdetResult(*slogdet_(as_array(a)))


# Inverses and linear equations

inv_ = general(
    np.linalg.inv,
    (lambda g, ans, x: -(swapped(ans) @ g @ swapped(ans)),),
    (lambda v, ans, x: -(ans @ v @ ans),),
    name="inv",
)


def solve_pull_b(g: Any, ans: Any, a: Any, b: Any) -> Any:
    return unbroadcast(np.linalg.solve(swapped(a), g), np.shape(b))


def solve_pull_a(g: Any, ans: Any, a: Any, b: Any) -> Any:
    return unbroadcast(-(np.linalg.solve(swapped(a), g) @ swapped(ans)), np.shape(a))


solve_ = general(
    np.linalg.solve,
    (solve_pull_a, solve_pull_b),
    (
        lambda v, ans, a, b: -np.linalg.solve(a, v @ ans),
        lambda v, ans, a, b: np.linalg.solve(a, v),
    ),
    name="solve",
)


@implements(np.linalg.inv)
def inv(a):
    """Invert matrices."""
    return inv_(as_array(a))


@implements(np.linalg.solve)
def solve(a, b):
    """Solve `a @ x = b`."""
    a, b = as_array(a), as_array(b)
    if np.ndim(b) == 1:
        return solve_(a, b[:, None])[..., 0]
    return solve_(a, b)


def pinv_pull(g: Any, p: Any, a: Any, *rest: Any, **options: Any) -> Any:
    pt, gt = swapped(p), swapped(g)
    ph = hermitian(p)
    left, right = gt - a @ (p @ gt), gt - (gt @ p) @ a
    return conj(left @ p @ ph + ph @ p @ right) - pt @ g @ pt


def pinv_push(v: Any, p: Any, a: Any, *rest: Any, **options: Any) -> Any:
    vh, ph = hermitian(v), hermitian(p)
    return p @ ph @ (vh - (vh @ a) @ p) + (vh - p @ (a @ vh)) @ ph @ p - p @ v @ p


pinv_ = general(np.linalg.pinv, (pinv_pull,), (pinv_push,), name="pinv")


@implements(np.linalg.pinv)
def pinv(a, rcond=None, hermitian=False, **options):
    """Compute pseudo-inverses; differentiated as if the rank did not change."""
    options = options if rcond is None else {"rcond": value_of(rcond), **options}
    return pinv_(as_array(a), **options)


def lstsq_pull_a(g: Any, x: Any, a: Any, b: Any, rcond: Any) -> Any:
    p = np.linalg.pinv(a)
    pg, gt, ph = swapped(p) @ g, swapped(g), hermitian(p)
    right = gt - (gt @ p) @ a
    return conj((b - a @ x) @ (gt @ p @ ph) + (ph @ x) @ right) - pg @ swapped(x)


def lstsq_push_a(v: Any, x: Any, a: Any, b: Any, rcond: Any) -> Any:
    p, vh = np.linalg.pinv(a), hermitian(v)
    ph = hermitian(p)
    towards = vh @ (ph @ x)
    return p @ (ph @ (vh @ (b - a @ x))) + towards - p @ (a @ towards) - p @ (v @ x)


lstsq_ = general(
    lambda a, b, rcond: np.linalg.lstsq(a, b, rcond)[0],
    (lstsq_pull_a, lambda g, x, a, b, rcond: swapped(np.linalg.pinv(a)) @ g),
    (lstsq_push_a, lambda v, x, a, b, rcond: np.linalg.pinv(a) @ v),
    name="lstsq",
)


@implements(np.linalg.lstsq)
def lstsq(a, b, rcond=None):
    """Fit `a @ x = b` by least squares; differentiated for `a` of full rank."""
    a, b = as_array(a), as_array(b)
    columns = b[:, None] if np.ndim(b) == 1 else b
    x = lstsq_(a, columns, rcond)
    _, squares, rank, _ = np.linalg.lstsq(value_of(a), value_of(columns), rcond)
    if np.size(squares):
        rest = columns - a @ x
        squares = np.sum(real(rest * conj(rest)), axis=0)
    return x[:, 0] if np.ndim(b) == 1 else x, squares, rank, svdvals(a)


# Symmetric matrices


def lower_half(x: Any) -> Any:
    """The lower triangle with half of the diagonal: what `L` takes of a symmetric change."""
    n, dtype = np.shape(x)[-1], real_dtype(x)
    return x * (np.tri(n, dtype=dtype) - np.eye(n, dtype=dtype) * dtype.type(0.5))


def cholesky_pull(g: Any, ans: Any, x: Any) -> Any:
    inverse = np.linalg.inv(ans)
    return symmetric_part(swapped(inverse) @ lower_half(swapped(ans) @ g) @ conj(inverse))


def cholesky_push(v: Any, ans: Any, x: Any) -> Any:
    inverse = np.linalg.inv(ans)
    return ans @ lower_half(inverse @ symmetric_part(v) @ hermitian(inverse))


cholesky_ = general(np.linalg.cholesky, (cholesky_pull,), (cholesky_push,), name="cholesky")


def eigh_pull(g: Any, ans: Any, x: Any, uplo: str) -> Any:
    (gw, gv), (w, v) = g, ans
    inner = reciprocal_differences(w) * (swapped(v) @ gv) + real(gw)[..., None] * unit(v)
    return symmetric_part(conj(v) @ inner @ swapped(v))


def eigh_push(tangent: Any, ans: Any, x: Any, uplo: str) -> Any:
    w, v = ans
    inner = hermitian(v) @ symmetric_part(tangent) @ v
    slopes = diagonal(inner)
    return (
        real(slopes),
        v @ (reciprocal_differences(w) * inner),
    )


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


def largest(v: Any) -> tuple[Any, Any]:
    """Where each eigenvector has its largest component, and `1 /` that."""
    size = np.abs(value_of(v))
    place = np.argmax(size, axis=-2)[..., None, :] == np.arange(np.shape(v)[-2])[:, None]
    return place, 1 / np.sum(v * place, axis=-2, keepdims=True)


def eig_pull(g: Any, ans: Any, x: Any) -> Any:
    (gw, gv), (w, v) = g, ans
    along = np.sum(gv * v, axis=-2, keepdims=True)
    if is_complex(v):
        place, scale = largest(v)
        gv = gv - np.real(along) * np.conj(v) - 1j * np.imag(along) * scale * place
    else:
        gv = gv - along * v
    inner = reciprocal_differences(w) * (swapped(v) @ gv) + gw[..., None] * unit(v)
    return np.linalg.solve(swapped(v), inner @ swapped(v))


def eig_push(tangent: Any, ans: Any, x: Any) -> Any:
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


def turning_part(x: Any) -> Any:
    """Of `dQ` in the coordinates of `Q`, what keeps `R` triangular: no change of lengths."""
    lower = strictly_lower(x)
    turning = lower - hermitian(lower)
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def turning_part_transposed(x: Any) -> Any:
    turning = strictly_lower(x) - strictly_lower(hermitian(x))
    return turning + 1j * np.imag(x * unit(x)) if is_complex(x) else turning


def qr_pull(g: Any, ans: Any, x: Any) -> Any:
    (gq, gr), (q, r) = g, ans
    inner = gr @ swapped(r) - swapped(q) @ gq
    total = gq + conj(q) @ (inner - turning_part_transposed(inner))
    return swapped(np.linalg.solve(r, swapped(total)))


def qr_push(v: Any, ans: Any, x: Any) -> Any:
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


def svd_pull(g: Any, ans: Any, x: Any) -> Any:
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


def svd_push(tangent: Any, ans: Any, x: Any) -> Any:
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


@implements(np.linalg.cond)
def cond(x, p=None):
    """Compute how much a matrix magnifies errors."""
    x = as_array(x)
    if not is_traced(x):
        return np.linalg.cond(x, p)
    if p in (None, 2, -2):
        s = svdvals(x)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    return norm(x, p, (-2, -1)) * norm(inv(x), p, (-2, -1))


constant(np.linalg.matrix_rank)


# Products of several matrices


@implements(np.linalg.matrix_power)
def matrix_power(a, n):
    """Multiply a matrix `n` times by itself, by repeated squaring."""
    a = as_array(a)
    if n == 0 or not is_traced(a):
        return np.linalg.matrix_power(value_of(a), n)
    if n < 0:
        a, n = inv(a), -n
    answer = None
    while n:
        n, odd = divmod(n, 2)
        if odd:
            answer = a if answer is None else answer @ a
        a = a @ a if n else a
    return answer


@implements(np.linalg.multi_dot)
def multi_dot(arrays, *, out=None):
    """Multiply a chain of matrices in the cheapest order."""
    arrays = [as_array(x) for x in arrays]
    if not is_traced(arrays):
        return np.linalg.multi_dot(arrays, out=out)
    heights = [1 if i == 0 and np.ndim(x) == 1 else np.shape(x)[0] for i, x in enumerate(arrays)]
    sizes = heights + [np.shape(arrays[-1])[1] if np.ndim(arrays[-1]) == 2 else 1]
    best: dict[tuple[int, int], tuple[int, Any]] = {(i, i): (0, i) for i in range(len(arrays))}
    for length in range(1, len(arrays)):
        for i in range(len(arrays) - length):
            j = i + length
            best[i, j] = builtins.min(
                (
                    best[i, k][0] + best[k + 1, j][0] + sizes[i] * sizes[k + 1] * sizes[j + 1],
                    k,
                )
                for k in range(i, j)
            )

    def product(i: int, j: int) -> Any:
        if i == j:
            return arrays[i]
        k = best[i, j][1]
        return product(i, k) @ product(k + 1, j)

    return product(0, len(arrays) - 1)


def index_size(shape: tuple[int, ...]) -> int:
    return int(np.prod(shape, dtype=int))


@implements(np.linalg.tensorinv)
def tensorinv(a, ind=2):
    """Invert a tensor, as the matrix it is after its first `ind` axes are taken together."""
    a = as_array(a)
    rows, columns = np.shape(a)[:ind], np.shape(a)[ind:]
    return np.reshape(inv(np.reshape(a, (index_size(rows), -1))), (*columns, *rows))


@implements(np.linalg.tensorsolve)
def tensorsolve(a, b, axes=None):
    """Solve `tensordot(a, x, x.ndim) = b`."""
    a, b = as_array(a), as_array(b)
    if axes is not None:
        axes = [axis % np.ndim(a) for axis in axes]
        a = np.transpose(a, [i for i in range(np.ndim(a)) if i not in axes] + axes)
    columns = np.shape(a)[np.ndim(b) :]
    matrix = np.reshape(a, (-1, index_size(columns)))
    return np.reshape(solve(matrix, np.reshape(b, -1)), columns)
