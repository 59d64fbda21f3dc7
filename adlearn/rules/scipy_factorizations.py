"""Factorizations, and matrices made of vectors: the names of `scipy.linalg` that NumPy has not.

LU is the product differentiated, `dA = dL U + L dU`: what stands below the diagonal of `inv(L) dA
inv(U)` changes L, the rest changes U. The polar factors are a square root and a quotient. Which
element of a vector goes where in a Toeplitz matrix, SciPy says when it is given their numbers.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import scipy.linalg

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import (
    as_array,
    conj,
    dtype_of,
    floating,
    is_complex,
    real_dtype,
    swapped,
)
from adlearn.rules.decompositions import hermitian
from adlearn.rules.determinants import inverse_or_nan
from adlearn.rules.scipy_calls import COLUMNS, as_theirs, like, one_by_one
from adlearn.rules.scipy_linalg import (
    cholesky,
    expm,
    expm_and_change,
    in_double,
    no_zeros,
    solve_sylvester,
    solve_triangular,
    solved,
)
from adlearn.rules.undetermined import rounding
from adlearn.tensors.constructors import of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import applied, value_of


def matrix(a, name: str):
    """Refuse what is no matrix; those of a stack come here one by one."""
    a = as_array(a)
    if np.ndim(a) != 2:
        raise MissingRule(
            f"{name} has a derivative for matrices. Make one of a vector, x[:, None] or x[None]."
        )
    return a


# LU. The rows are put in their order first, and then need no pivots.


def lower_of(packed):
    return np.tril(packed, -1) + np.eye(np.shape(packed)[-1], dtype=real_dtype(packed))


def inverse(triangle):
    """Invert triangles; one that is singular has no inverse, and what needs it no derivative."""
    return inverse_or_nan(np.all(np.diagonal(value_of(triangle), 0, -2, -1), -1), triangle)


def packed_lu(a):
    """Give L below the diagonal and U on and above it."""
    _, lower, upper = scipy.linalg.lu(a, check_finite=False)
    return np.tril(lower, -1) + upper


def packed_lu_push(v, packed, a):
    lower, upper = lower_of(packed), np.triu(packed)
    inner = inverse(lower) @ v @ inverse(upper)
    return lower @ np.tril(inner, -1) + np.triu(inner) @ upper


def packed_lu_pull(g, packed, a):
    lower, upper = lower_of(packed), np.triu(packed)
    inner = np.tril(swapped(lower) @ np.tril(g, -1), -1) + np.triu(np.triu(g) @ swapped(upper))
    return swapped(inverse(lower)) @ inner @ swapped(inverse(upper))


packed_lu_ = of_matrices(packed_lu, (packed_lu_pull,), (packed_lu_push,), name="lu")


def factors(a) -> tuple[np.ndarray, Any, Any]:
    """Give the order of the rows, and L and U of the rows in this order."""
    a = floating(a)
    if np.size(a) == 0:
        raise MissingRule("lu has no derivative where there is no matrix. Leave out empty stacks.")
    order, *_ = applied(scipy.linalg.lu, value_of(a), p_indices=True)
    rows = np.argsort(order, axis=-1)
    a = np.take_along_axis(a, rows[..., None], -2)
    k = min(np.shape(a)[-2:])
    packed = packed_lu_(a[..., :k, :k])
    lower, upper = lower_of(packed), np.triu(packed)
    if np.shape(a)[-2] > k:
        lower = np.concatenate([lower, a[..., k:, :] @ inverse(upper)], axis=-2)
    if np.shape(a)[-1] > k:
        upper = np.concatenate([upper, inverse(lower) @ a[..., k:]], axis=-1)
    return order, lower, upper


@like(scipy.linalg.lu)
def lu(a, permute_l=False, p_indices=False):
    """Factor a matrix into a permutation, a lower and an upper triangle."""
    order, lower, upper = factors(a)
    if permute_l:
        return np.take_along_axis(lower, order[..., None], -2), upper
    if p_indices:
        return order, lower, upper
    return np.eye(np.shape(a)[-2], dtype=real_dtype(upper))[order], lower, upper


@like(scipy.linalg.lu_factor, a=2)
def lu_factor(a):
    """Factor a square matrix for `lu_solve`: both triangles in one, and which rows were swapped."""
    a = matrix(a, "lu_factor")
    _, pivots = applied(scipy.linalg.lu_factor, value_of(a))
    if np.shape(a)[-2] != np.shape(a)[-1]:
        raise MissingRule("lu_factor has a derivative for square matrices. Use lu for others.")
    _, lower, upper = factors(a)
    return np.tril(lower, -1) + upper, pivots


@like(scipy.linalg.lu_solve)
def lu_solve(lu_and_piv, b, trans=0):
    """Solve `a @ x = b` from what `lu_factor` gives."""
    packed, pivots = lu_and_piv
    given = {"packed": packed, "pivots": pivots, "b": b, "trans": trans}
    return one_by_one("lu_solve", from_lu, given, {"packed": 2, "pivots": 1, "b": COLUMNS})


def from_lu(packed, pivots, b, trans):
    no_zeros(as_array(packed), "lu_solve")
    order = np.arange(len(pivots))
    for i, pivot in enumerate(pivots):
        order[[i, pivot]] = order[[pivot, i]]
    b = as_array(b)
    if not trans:
        half = solve_triangular(packed, b[order], lower=True, unit_diagonal=True)
        return solve_triangular(packed, half)
    half = solve_triangular(packed, b, trans)
    half = solve_triangular(packed, half, trans, lower=True, unit_diagonal=True)
    return half[np.argsort(order)]


@like(scipy.linalg.cho_factor, a=2)
def cho_factor(a, lower: bool = False):
    """Factor for `cho_solve`; in the other triangle stands what stood there in `a`, as in SciPy."""
    a = matrix(a, "cho_factor")
    other = np.triu(a, 1) if lower else np.tril(a, -1)
    return cholesky(a, lower) + other, lower


# Polar factors


def of_rotation(rule):
    """Make the rule of a matrix with many columns from that of one with many rows; nan where the
    rank is not full: there a change of the matrix turns what it did not say how to turn."""

    def for_any(x, turn, a):
        if np.shape(a)[0] < np.shape(a)[1]:
            return hermitian(for_any(*map(hermitian, (x, turn, a))))
        s = np.linalg.svdvals(value_of(a))
        return a * np.nan if np.any(s <= rounding(s)) else rule(x, turn, hermitian(turn) @ a)

    return for_any


def turning(p, x):
    """Solve `p @ w + w @ p = x - hermitian(x)`; rounding on the diagonal, which counts for much
    where `p` is small, goes out again."""
    w = solved(p, p, x - hermitian(x))
    return (w - hermitian(w)) * 0.5


def turn_push(v, turn, p):
    beside = v
    for _ in range(2):  # once more, as what is left of it by rounding is divided by `p`
        beside = beside - turn @ (hermitian(turn) @ beside)
    return turn @ turning(p, hermitian(turn) @ v) + beside @ np.linalg.inv(p)


def turn_pull(g, turn, p):
    return conj(turn_push(conj(g), turn, p))  # a symmetric map


#: The rotation in `a = turn @ p`. What is not symmetric in `inv(turn) @ da` is `p @ x + x @ p` for
#: the change `turn @ x`; rows that the rotation does not span move with `da @ inv(p)`.
turn_ = of_matrices(
    lambda a: scipy.linalg.polar(a)[0],
    (of_rotation(turn_pull),),
    (of_rotation(turn_push),),
    name="polar",
)


@like(scipy.linalg.polar, a=2)
def polar(a, side: str = "right"):
    """Factor a matrix into a rotation and a positive definite matrix, for full rank."""
    if side not in ("left", "right"):
        raise ValueError("`side` must be either 'left' or 'right'")
    a = floating(matrix(a, "polar"))
    turn = turn_(a)
    return turn, hermitian(turn) @ a if side == "right" else a @ hermitian(turn)


# Matrices made of vectors


def rows_of(theirs, *names: str) -> dict[str, int]:
    """Name the arguments that may be stacks of rows; some versions of SciPy make one row of all."""
    with warnings.catch_warnings(action="ignore"):
        return dict.fromkeys(names, 1) if np.ndim(theirs(np.ones((1, 1)))) == 3 else {}


def arranged(function, *vectors, **options):
    """Put the elements of vectors where SciPy puts them, and zeros where it puts zeros."""
    arrays = [np.ravel(x) if np.ndim(x) > 1 else x for x in map(as_array, vectors)]
    if any(np.ndim(x) != 1 for x in arrays):
        raise MissingRule(
            f"{function.__name__} has a derivative for vectors. Use np.ravel, or one at a time."
        )
    places, start = [], 1
    for x in arrays:
        places.append(np.arange(start, start + len(x)))
        start += len(x)
    zero = np.zeros(1, np.result_type(*map(dtype_of, arrays)))
    return np.concatenate([zero, *arrays])[function(*places, **options)]


@like(scipy.linalg.toeplitz, **rows_of(scipy.linalg.toeplitz, "c", "r"))
def toeplitz(c, r=None):
    return arranged(scipy.linalg.toeplitz, c, conj(as_array(c)) if r is None else r)


@implements(scipy.linalg.hankel)
def hankel(c, r=None):
    vectors = [np.ravel(as_array(x)) for x in (c, r) if x is not None]
    return arranged(scipy.linalg.hankel, *vectors)


like(scipy.linalg.circulant, **rows_of(scipy.linalg.circulant, "c"))(
    lambda c: arranged(scipy.linalg.circulant, c)
)


@like(scipy.linalg.convolution_matrix, a=1)
def convolution_matrix(a, n, mode="full"):
    return arranged(scipy.linalg.convolution_matrix, a, n=n, mode=mode)


like(scipy.linalg.leslie, f=1, s=1)(lambda f, s: arranged(scipy.linalg.leslie, f, s))


@like(scipy.linalg.companion, a=1)
def companion(a):
    """Give the matrix whose eigenvalues are the roots of a polynomial."""
    a = as_array(a)
    if np.ndim(a) != 1:
        raise MissingRule("companion has a derivative for one polynomial. Take them one by one.")
    below = np.eye(len(a) - 2, len(a) - 1, dtype=real_dtype(a))
    return np.concatenate([(-a[1:] / a[0])[None], below])


@like(scipy.linalg.khatri_rao, a=2, b=2)
def khatri_rao(a, b):
    """Multiply column by column, each element of one with the whole other column."""
    a, b = matrix(a, "khatri_rao"), matrix(b, "khatri_rao")
    rows = np.shape(a)[0] * np.shape(b)[0]
    return np.reshape(a[:, None, :] * b[None], (rows, np.shape(b)[1]))


def with_toeplitz(function, c_or_cr, b):
    """Apply a function to the matrix of a first column, or of that and a first row."""
    c, r = c_or_cr if isinstance(c_or_cr, tuple) else (c_or_cr, conj(as_array(c_or_cr)))
    return one_by_one(
        f"{function.__name__}_toeplitz",
        lambda c, r, b: function(in_double(toeplitz(c, r)), as_array(b)),
        {"c": c, "r": r, "b": b},
        {**rows_of(scipy.linalg.toeplitz, "c", "r"), "b": COLUMNS},
    )


like(scipy.linalg.solve_toeplitz)(lambda c_or_cr, b: with_toeplitz(np.linalg.solve, c_or_cr, b))


@like(scipy.linalg.matmul_toeplitz)
def matmul_toeplitz(c_or_cr, x):
    """Multiply, as SciPy does by Fourier transforms, which spread what is not finite."""
    vectors = c_or_cr if isinstance(c_or_cr, tuple) else (c_or_cr,)

    def theirs(x, *vectors):
        return scipy.linalg.matmul_toeplitz(vectors if len(vectors) > 1 else vectors[0], x)

    return as_theirs(with_toeplitz(np.matmul, c_or_cr, x), theirs, x, *vectors)


# Functions of matrices, and equations that NumPy's functions solve


def half(minus: bool, imaginary: bool):
    """Make a sum or difference of exponentials: `cosm`, `sinm`, `coshm`, `sinhm`."""

    def function(A):
        a = as_array(A)
        turned = 1j * a if imaginary else a
        answer = 0.5 * (expm(turned) - expm(-turned) if minus else expm(turned) + expm(-turned))
        answer = answer / 1j if imaginary and minus else answer
        return answer if is_complex(a) else np.real(answer)

    return function


cosm = like(scipy.linalg.cosm, A=2)(half(minus=False, imaginary=True))
sinm = like(scipy.linalg.sinm, A=2)(half(minus=True, imaginary=True))
coshm = like(scipy.linalg.coshm, A=2)(half(minus=False, imaginary=False))
sinhm = like(scipy.linalg.sinhm, A=2)(half(minus=True, imaginary=False))
like(scipy.linalg.tanm, A=2)(lambda A: np.linalg.solve(cosm(A), sinm(A)))
like(scipy.linalg.tanhm, A=2)(lambda A: np.linalg.solve(coshm(A), sinhm(A)))


@like(scipy.linalg.solve_continuous_lyapunov, a=2, q=2)
def solve_continuous_lyapunov(a, q):
    """Solve `a @ x + x @ a.conj().T = q`."""
    a, q = (matrix(x, "solve_continuous_lyapunov") for x in (a, q))
    return solve_sylvester(a, hermitian(a), q)


@like(scipy.linalg.solve_discrete_lyapunov, a=2, q=2)
def solve_discrete_lyapunov(a, q, method=None):
    """Solve `a @ x @ a.conj().T - x + q = 0`."""
    a, q = (matrix(x, "solve_discrete_lyapunov") for x in (a, q))
    if np.shape(a) != np.shape(q):
        raise MissingRule("solve_discrete_lyapunov has a derivative for matrices of one shape.")
    whole = np.eye(np.size(q)) - np.kron(a, conj(a))
    return np.reshape(np.linalg.solve(whole, np.reshape(q, -1)), np.shape(q))


@like(scipy.linalg.expm_frechet, A=2, E=2)
def expm_frechet(A, E, method=None, compute_expm: bool = True):
    """Give the exponential, and its change in a direction."""
    kind = as_array if method == "blockEnlarge" else in_double
    answer, change = expm_and_change(kind(A), kind(E))
    return (answer, change) if compute_expm else change


# What NumPy has too, with other names for the options


@like(scipy.linalg.eigh, a=2, b=2)
def eigh(a, b=None, *, lower=True, eigvals_only=False, type=1):  # noqa: A002
    if b is not None:
        raise MissingRule(
            "eigh of two matrices has no derivative. Take it of one: with l = cholesky(b), that of "
            "solve(l, solve(l, a).T) has the same eigenvalues, and vectors y for which x = "
            "solve(l.T, y)."
        )
    side = "L" if lower else "U"
    if eigvals_only:
        return np.linalg.eigvalsh(a, side)
    values, vectors = np.linalg.eigh(a, side)
    plain = value_of(vectors)
    theirs = applied(scipy.linalg.eigh, value_of(a), lower=lower)[1]
    turn = np.sum(np.conj(plain) * theirs, axis=-2, keepdims=True)  # SciPy's point elsewhere
    if not np.allclose(plain * turn, theirs, atol=1e-4):
        raise MissingRule(
            "eigh has no derivative of eigenvectors where eigenvalues are equal. Use eigvalsh."
        )
    return values, vectors * np.asarray(turn / np.abs(turn), dtype_of(vectors))


@like(scipy.linalg.eigvals, a=2, b=2)
def eigvals(a, b=None):
    if b is not None:
        raise MissingRule("eigvals of two matrices has no derivative. Use eigvals of solve(b, a).")
    return np.linalg.eigvals(as_array(a)).astype(np.result_type(dtype_of(as_array(a)), 1j))


@like(scipy.linalg.qr, a=2)
def qr(a, mode: str = "full"):
    """Factor; without the columns that nothing needs only in the economic mode."""
    if mode not in ("full", "r", "economic"):
        raise MissingRule(f"qr with mode={mode!r} has no derivative. Use mode='economic'.")
    if mode != "r":
        return tuple(np.linalg.qr(a, "complete" if mode == "full" else "reduced"))
    below = max(np.shape(a)[0] - np.shape(a)[1], 0)
    return (np.pad(np.linalg.qr(a, "r"), ((0, below), (0, 0))),)


@like(scipy.linalg.eigvalsh, a=2, b=2)
def eigvalsh(a, b=None, lower=True):
    return eigh(a, b, lower=lower, eigvals_only=True)


@like(scipy.linalg.svd, a=2)
def svd(a, full_matrices: bool = True, compute_uv: bool = True):
    found = np.linalg.svd(a, full_matrices, compute_uv)
    return tuple(found) if compute_uv else found


like(scipy.linalg.svdvals, a=2)(lambda a: np.linalg.svdvals(a))
like(scipy.linalg.pinv, a=2)(lambda a: np.linalg.pinv(a, rtol=None))
