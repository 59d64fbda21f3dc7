"""Every rule here comes from one equation, differentiated: `A @ inv(A) = I`, `A @ x = b`.

Solved for the tangents of the unknowns, that is the push; its transpose is the pull. All work on
stacks of matrices, in the last two axes.
"""

from __future__ import annotations

import builtins
import math
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
    refuse_out,
    swapped,
)
from adlearn.rules.decompositions import hermitian, read
from adlearn.rules.norms import norm, singular_
from adlearn.rules.singular_values import kinked, svdvals
from adlearn.rules.undetermined import without
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import elementwise_by_pulls, of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import array_of, is_traced, value_of

# Inverses and linear equations

inv_ = of_matrices(
    np.linalg.inv,
    (lambda g, ans, x: -(swapped(ans) @ g @ swapped(ans)),),
    (lambda v, ans, x: -(ans @ v @ ans),),
    name="inv",
)


def solve_pull_b(g, ans, a, b):
    return unbroadcast(np.linalg.solve(swapped(a), g), np.shape(b))


def solve_pull_a(g, ans, a, b):
    return unbroadcast(-(np.linalg.solve(swapped(a), g) @ swapped(ans)), np.shape(a))


solve_ = of_matrices(
    np.linalg.solve,
    (solve_pull_a, solve_pull_b),
    (lambda v, ans, a, b: -np.linalg.solve(a, v @ ans), lambda v, ans, a, b: np.linalg.solve(a, v)),
    name="solve",
)


def of_columns(solver, b):
    """Solve for a matrix of right-hand sides, or for a vector as for one column."""
    return solver(b[:, None])[..., 0] if np.ndim(b) == 1 else solver(b)


inv = implements(np.linalg.inv)(lambda a: inv_(as_array(a)))


@implements(np.linalg.solve)
def solve(a, b):
    """Solve `a @ x = b`."""
    return of_columns(lambda b: solve_(as_array(a), b), as_array(b))


def of_full_rank(a, least):
    """Give matrices, with nan where one has not full rank: there its pseudo-inverse jumps.

    Singular values up to `least` of the largest are left out. If they are not 0, that is another
    function.
    """
    s = np.linalg.svdvals(value_of(a))
    if not s.size:
        return a
    left_out = s <= array_of(least)[..., None] * s[..., :1]
    if np.any(left_out & ~kinked(s)):
        raise MissingRule(
            "pinv and lstsq have no derivative where rcond= or rtol= leaves out singular values "
            "that are not 0. Take u, s, vh = numpy.linalg.svd(a, full_matrices=False), and make "
            "the pseudo-inverse of the k that you keep: vh[:k].T @ (u[:, :k] / s[:k]).T."
        )
    return without(a, np.any(left_out | kinked(s), -1)[..., None, None])


def pinv_pull(g, p, a, least):
    a, pt, gt, ph = of_full_rank(a, least), swapped(p), swapped(g), hermitian(p)
    left, right = gt - a @ (p @ gt), gt - (gt @ p) @ a
    return conj(left @ p @ ph + ph @ p @ right) - pt @ g @ pt


def pinv_push(v, p, a, least):
    a, vh, ph = of_full_rank(a, least), hermitian(v), hermitian(p)
    return p @ ph @ (vh - (vh @ a) @ p) + (vh - p @ (a @ vh)) @ ph @ p - p @ v @ p


pinv_ = of_matrices(np.linalg.pinv, (pinv_pull,), (pinv_push,), name="pinv")


@implements(np.linalg.pinv)
def pinv(a, rcond=None, hermitian=False, **options):
    """Compute pseudo-inverses; they have a derivative where the rank is full."""
    a = as_array(a)
    if not is_traced(a):
        return np.linalg.pinv(a, rcond, hermitian, **options)
    if 0 in np.shape(a)[-2:]:
        return swapped(a)
    least = options.get("rtol") if rcond is None else rcond
    if least is None:
        least = 1e-15 if not options else max(np.shape(a)[-2:]) * np.finfo(real_dtype(a)).eps
    return pinv_(read(a, True) if hermitian else a, value_of(least))


def lstsq_pull_a(g, x, a, b, least):
    a, p = of_full_rank(a, least), np.linalg.pinv(a, least)
    pg, gt, ph = swapped(p) @ g, swapped(g), hermitian(p)
    right = gt - (gt @ p) @ a
    return conj((b - a @ x) @ (gt @ p @ ph) + (ph @ x) @ right) - pg @ swapped(x)


def lstsq_push_a(v, x, a, b, least):
    a, p, vh = of_full_rank(a, least), np.linalg.pinv(a, least), hermitian(v)
    ph = hermitian(p)
    towards = vh @ (ph @ x)
    return p @ (ph @ (vh @ (b - a @ x))) + towards - p @ (a @ towards) - p @ (v @ x)


lstsq_ = of_matrices(
    lambda a, b, least: np.linalg.lstsq(a, b, least)[0],
    (lstsq_pull_a, lambda g, x, a, b, least: swapped(np.linalg.pinv(a, least)) @ g),
    (lstsq_push_a, lambda v, x, a, b, least: np.linalg.pinv(a, least) @ v),
    name="lstsq",
)


@implements(np.linalg.lstsq)
def lstsq(a, b, rcond=None):
    """Fit `a @ x = b` by least squares; by `a` it has a derivative where its rank is full."""
    a, b = as_array(a), as_array(b)
    if rcond is None:
        rcond = max(np.shape(a)) * np.finfo(real_dtype(a)).eps
    columns = b[:, None] if np.ndim(b) == 1 else b
    x = lstsq_(a, columns, rcond)
    _, squares, rank, _ = np.linalg.lstsq(value_of(a), value_of(columns), rcond)
    if np.size(squares):
        rest = columns - a @ x
        squares = np.sum(real(rest * conj(rest)), axis=0)
    return x[:, 0] if np.ndim(b) == 1 else x, squares, rank, svdvals(a)


# Condition

#: Infinite where it is expected to be, with derivatives that are nan.
or_infinite = elementwise_by_pulls(
    lambda x, whole, expected: np.where(np.isinf(expected), expected, x),
    lambda g, ans, x, whole, expected: g * np.where(np.isinf(expected), 0.0, 1.0),
    lambda g, ans, x, whole, expected: g * np.where(np.isinf(expected), whole * np.nan, 0.0),
    name="cond",
)


@implements(np.linalg.cond)
def cond(x, p=None):
    """Compute how much a matrix magnifies errors."""
    x = as_array(x)
    expected = np.linalg.cond(value_of(x), p)
    if not is_traced(x):
        return expected
    singular = np.isinf(expected)
    unit = np.eye(*np.shape(x)[-2:], dtype=dtype_of(x))
    regular = np.where(singular[..., None, None], unit, x) if np.any(singular) else x
    if p in (None, 2, -2):
        ends = singular_(regular, 0), singular_(regular, -1)
        answer = ends[1] / ends[0] if p == -2 else ends[0] / ends[1]
    else:
        answer = norm(regular, p, (-2, -1)) * norm(inv(regular), p, (-2, -1))
    if not np.any(singular):
        return answer
    return or_infinite(answer, real(np.sum(x, axis=(-2, -1))), expected)


# Products of several matrices


implements(*newer("matvec"))(lambda x1, x2: (as_array(x1) @ as_array(x2)[..., None])[..., 0])
implements(*newer("vecmat"))(
    lambda x1, x2: (conj(as_array(x1))[..., None, :] @ as_array(x2))[..., 0, :]
)


@implements(np.linalg.matrix_power)
def matrix_power(a, n):
    """Multiply a matrix `n` times by itself, by repeated squaring."""
    a, plain = as_array(a), np.linalg.matrix_power(value_of(a), n)  # refuses what NumPy refuses
    if n == 0 or not is_traced(a):
        return plain
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
    np.linalg.multi_dot(value_of(arrays))  # it refuses what it refuses
    refuse_out(out)
    if len(arrays) == 2:
        return np.dot(*arrays)  # also of numbers and stacks
    heights = [1 if i == 0 and np.ndim(x) == 1 else np.shape(x)[0] for i, x in enumerate(arrays)]
    sizes = heights + [np.shape(arrays[-1])[1] if np.ndim(arrays[-1]) == 2 else 1]
    best: dict[tuple[int, int], tuple[int, Any]] = {(i, i): (0, i) for i in range(len(arrays))}
    for length in range(1, len(arrays)):
        for i in range(len(arrays) - length):
            j = i + length
            best[i, j] = builtins.min(
                (best[i, k][0] + best[k + 1, j][0] + sizes[i] * sizes[k + 1] * sizes[j + 1], k)
                for k in range(i, j)
            )

    def product(i: int, j: int):
        if i == j:
            return arrays[i]
        k = best[i, j][1]
        return product(i, k) @ product(k + 1, j)

    return product(0, len(arrays) - 1)


@implements(np.linalg.tensorinv)
def tensorinv(a, ind=2):
    """Invert a tensor, as the matrix it is after its first `ind` axes are taken together."""
    a = as_array(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    rows, columns = np.shape(a)[:ind], np.shape(a)[ind:]
    return np.reshape(inv(np.reshape(a, (math.prod(columns), -1))), (*columns, *rows))


@implements(np.linalg.tensorsolve)
def tensorsolve(a, b, axes=None):
    """Solve `tensordot(a, x, x.ndim) = b`."""
    a, b = as_array(a), as_array(b)
    if axes is not None:
        a = np.transpose(a, [i for i in range(np.ndim(a)) if i not in axes] + list(axes))
    columns = np.shape(a)[-(np.ndim(a) - np.ndim(b)) :]
    n = math.prod(columns)
    if np.size(a) != n * n:
        raise np.linalg.LinAlgError("Input arrays must be square, after their axes are joined.")
    return np.reshape(solve(np.reshape(a, (n, n)), np.ravel(b)), columns)
