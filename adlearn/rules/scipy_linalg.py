"""Rules for SciPy's matrix functions: each is the solution of an equation, differentiated.

Pulls are transposes without conjugation, as everywhere. `expm` needs no equation: the exponential
of the block matrix `[[A, V], [0, A]]` holds its own derivative in the direction V in the upper
right block (Van Loan, "Computing integrals involving the matrix exponential", 1978), so the rule of
the derivative is the function itself.
"""

from __future__ import annotations

import functools

import numpy as np
import scipy.linalg

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, conj, is_complex, real_dtype, swapped
from adlearn.rules.linalg import of_columns
from adlearn.rules.scipy_calls import COLUMNS, like, one_by_one
from adlearn.rules.undetermined import rounding
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of

# Triangular equations


def triangle(x, lower: bool, unit: bool):
    """Keep what a triangular solver reads."""
    shift = 1 if unit else 0
    return np.tril(x, -shift) if lower else np.triu(x, shift)


def triangular_pull_b(g, ans, a, b, lower: bool, unit: bool):
    return unbroadcast(solve_triangular_(swapped(a), g, not lower, unit), np.shape(b))


def triangular_pull_a(g, ans, a, b, lower: bool, unit: bool):
    message = -(solve_triangular_(swapped(a), g, not lower, unit) @ swapped(ans))
    return unbroadcast(triangle(message, lower, unit), np.shape(a))


solve_triangular_ = of_matrices(
    lambda a, b, lower, unit: scipy.linalg.solve_triangular(
        a, b, lower=lower, unit_diagonal=unit, check_finite=False
    ),
    (triangular_pull_a, triangular_pull_b),
    (
        lambda v, ans, a, b, lower, unit: (
            -solve_triangular_(a, triangle(v, lower, unit) @ ans, lower, unit)
        ),
        lambda v, ans, a, b, lower, unit: solve_triangular_(a, v, lower, unit),
    ),
    name="solve_triangular",
)


@like(scipy.linalg.solve_triangular, a=2, b=COLUMNS)
def solve_triangular(
    a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True
):
    """Solve `a @ x = b` for triangular `a`; the other triangle is not read and has derivative 0."""
    a, b = as_array(a), as_array(b)
    if trans not in (0, "N"):
        a = conj(swapped(a)) if trans in (2, "C") else swapped(a)
        lower = not lower
    return of_columns(lambda b: solve_triangular_(a, b, bool(lower), bool(unit_diagonal)), b)


def no_zeros(triangle, name: str):
    """Refuse a factor of a singular matrix, with which LAPACK divides by 0."""
    if not np.all(np.diagonal(value_of(triangle))):
        raise MissingRule(
            f"{name} has no derivative with a zero on the diagonal of the factor: the matrix is "
            "singular. Solve with numpy.linalg.pinv of it, or add a little to its diagonal."
        )


def from_cholesky(c, b, lower):
    no_zeros(as_array(c), "cho_solve")
    first, second = (0, 2) if lower else (2, 0)
    return solve_triangular(c, solve_triangular(c, b, first, lower), second, lower)


@like(scipy.linalg.cho_solve)
def cho_solve(c_and_lower, b):
    """Solve `a @ x = b` from the Cholesky factor of `a`."""
    c, lower = c_and_lower
    given = {"c": c, "b": b, "lower": lower}
    return one_by_one("cho_solve", from_cholesky, given, {"c": 2, "b": COLUMNS})


@like(scipy.linalg.cholesky, a=2)
def cholesky(a, lower: bool = False, overwrite_a: bool = False, check_finite: bool = True):
    """Factor a positive definite matrix; SciPy's factor is the upper one, by default."""
    return np.linalg.cholesky(np.atleast_2d(as_array(a)), upper=not lower)


# Equations with few diagonals. `bands[u + i - j, j]` is the element in row i and column j.


def turned(bands, lower: int, upper: int):
    """Give the diagonals of the transposed matrix, in the same form."""
    rows = np.arange(lower + upper + 1)[:, None]
    columns = np.arange(np.shape(bands)[1]) + rows - lower
    inside = (columns >= 0) & (columns < np.shape(bands)[1])
    found = bands[lower + upper - rows, np.where(inside, columns, 0)]
    return np.where(inside, found, 0.0)


def banded_product(bands, x, lower: int, upper: int):
    """Multiply a matrix, given by its diagonals, with columns."""
    n = np.shape(x)[0]
    total = None
    for k in range(lower + upper + 1):
        below = k - upper  # the row is the column plus this
        part = slice(max(-below, 0), n - max(below, 0))
        padding = ((max(below, 0), max(-below, 0)), (0, 0))
        term = np.pad(bands[k, part, None] * x[part], padding)
        total = term if total is None else total + term
    return total


def banded_pull_b(g, x, bands, b, lower: int, upper: int):
    return solve_banded_(turned(bands, lower, upper), g, upper, lower)


def banded_pull_bands(g, x, bands, b, lower: int, upper: int):
    w = banded_pull_b(g, x, bands, b, lower, upper)
    rows = np.arange(np.shape(b)[0]) + np.arange(lower + upper + 1)[:, None] - upper
    inside = (rows >= 0) & (rows < np.shape(b)[0])
    products = np.sum(w[np.where(inside, rows, 0)] * x, axis=-1)
    return np.where(inside, -products, 0.0)


solve_banded_ = of_matrices(
    lambda bands, b, lower, upper: scipy.linalg.solve_banded((lower, upper), bands, b),
    (banded_pull_bands, banded_pull_b),
    (
        lambda v, x, bands, b, lower, upper: (
            -solve_banded_(bands, banded_product(v, x, lower, upper), lower, upper)
        ),
        lambda v, x, bands, b, lower, upper: solve_banded_(bands, v, lower, upper),
    ),
    name="solve_banded",
)


@like(scipy.linalg.solve_banded, ab=2, b=COLUMNS)
def solve_banded(l_and_u, ab, b):
    """Solve `a @ x = b` for a matrix with few diagonals."""
    lower, upper = l_and_u
    return of_columns(lambda b: solve_banded_(as_array(ab), b, lower, upper), as_array(b))


# Sylvester's equation, and square roots, which are one


def solved(a, b, q):
    """Solve, or give nan where the equation is singular: SciPy moves it a little to a number."""
    sums = np.linalg.eigvals(value_of(a))[:, None] + np.linalg.eigvals(value_of(b))
    sizes = np.abs(sums)
    singular = sums.size and np.min(sizes) <= 10 * np.finfo(sizes.dtype).eps * np.max(sizes)
    return solve_sylvester_(a, b, q) * (np.nan if singular else 1.0)


def sylvester_pulls(place: int, g, x, a, b, q):
    w = solved(swapped(a), swapped(b), g)
    return w if place == 2 else -(w @ swapped(x) if place == 0 else swapped(x) @ w)


def sylvester(a, b, q):
    """Solve with SciPy, which solves a mixture of real and complex matrices wrongly."""
    kind = np.result_type(a, b, q)
    return scipy.linalg.solve_sylvester(*(np.asarray(x, kind) for x in (a, b, q)))


solve_sylvester_ = of_matrices(
    sylvester,
    [functools.partial(sylvester_pulls, place) for place in range(3)],
    (
        lambda v, ans, a, b, q: -solved(a, b, v @ ans),
        lambda v, ans, a, b, q: -solved(a, b, ans @ v),
        lambda v, ans, a, b, q: solved(a, b, v),
    ),
    name="solve_sylvester",
)


def square_root(a):
    """Give SciPy's root, which in older versions may have a type that LAPACK does not take."""
    root = scipy.linalg.sqrtm(a)
    return root.astype(complex) if root.dtype == np.clongdouble else root


def slope_of_root(root, v):
    """Solve `root @ x + x @ root = v`; nan where the root is that of a singular matrix."""
    sizes = np.abs(np.linalg.eigvals(value_of(root))) ** 2
    singular = np.any(sizes <= rounding(sizes))
    return solved(root, root, v) * (np.nan if singular else 1.0)


sqrtm_ = of_matrices(
    square_root,
    (lambda g, ans, a: slope_of_root(swapped(ans), g),),
    (lambda v, ans, a: slope_of_root(ans, v),),
    name="sqrtm",
)


@like(scipy.linalg.solve_sylvester, a=2, b=2, q=2)
def solve_sylvester(a, b, q):
    """Solve `a @ x + x @ b = q`."""
    a, b, q = as_array(a), as_array(b), as_array(q)
    rows, columns = np.shape(a)[:1], np.shape(b)[:1]
    if (np.shape(a), np.shape(b), np.shape(q)) != (2 * rows, 2 * columns, rows + columns):
        raise MissingRule(
            "solve_sylvester has a derivative for square matrices a and b, and q with the rows of "
            "a and the columns of b. Give it these shapes: np.reshape(x, (1, 1)) of a number."
        )
    answer, plain = solve_sylvester_(a, b, q), list(map(value_of, (a, b, q)))
    if len({*map(is_complex, plain)}) > 1 and not np.allclose(
        value_of(answer), scipy.linalg.solve_sylvester(*plain), equal_nan=True
    ):
        raise MissingRule(
            "SciPy gives another matrix than the solution of this equation, which is real in part "
            "and complex in part. Make all of it complex: a + 0j."
        )
    return answer


@like(scipy.linalg.sqrtm)
def sqrtm(A):
    """Find the principal square root of a matrix that is not singular."""
    A = as_array(A)
    if np.ndim(A) != 2:
        raise MissingRule("sqrtm has a derivative for single matrices. Take them one by one.")
    return sqrtm_(A)


# The exponential


def expm_and_change(a, v):
    """The exponential, and its change in the direction v."""
    n = np.shape(a)[-1]
    both = expm_(np.block([[a, v], [np.zeros(np.shape(a), real_dtype(a)), a]]))
    return both[..., :n, :n], both[..., :n, n:]


expm_ = of_matrices(
    scipy.linalg.expm,
    (lambda g, ans, a: expm_and_change(swapped(a), g)[1],),
    (lambda v, ans, a: expm_and_change(a, v)[1],),
)


@implements(scipy.linalg.expm)
def expm(A):
    """Compute the exponential of matrices."""
    return expm_(np.atleast_2d(as_array(A)) if np.ndim(A) == 0 else as_array(A))


# Block matrices, and what NumPy has too


@implements(scipy.linalg.block_diag)
def block_diag(*arrs):
    """Put matrices along the diagonal of a larger one."""
    blocks = [np.atleast_2d(as_array(block)) for block in arrs]
    stack = np.broadcast_shapes(*(np.shape(block)[:-2] for block in blocks))
    wide, rows, before = sum(np.shape(block)[-1] for block in blocks), [], 0
    for block in blocks:
        columns = np.shape(block)[-1]
        widths = [(0, 0)] * (np.ndim(block) - 1) + [(before, wide - before - columns)]
        row = np.pad(block, widths)
        rows.append(np.broadcast_to(row, stack + np.shape(row)[-2:]))
        before += columns
    return np.concatenate(rows, axis=-2)


def in_double(a):
    """Convert to double precision, in which SciPy computes determinants."""
    return as_array(a).astype(complex if is_complex(a) else float)


def read(a, assume_a, lower: bool):
    """Give what SciPy reads of a matrix, by what is assumed of it; the rest has derivative 0."""
    if assume_a is None or assume_a.startswith(("gen", "banded")):
        return a
    if assume_a == "diagonal":
        return np.tril(np.triu(a))
    if assume_a == "tridiagonal":
        return np.tril(np.triu(a, -1), 1)
    if assume_a.endswith("triangular"):
        return np.triu(a) if assume_a.startswith("upper") else np.tril(a)
    side, diagonal = (np.tril(a, -1) if lower else np.triu(a, 1)), np.tril(np.triu(a))
    if assume_a.startswith("sym"):
        return side + diagonal + swapped(side)
    return side + np.real(diagonal) + conj(swapped(side))


@like(scipy.linalg.inv)
def inv(a, assume_a=None, lower=False):
    a = as_array(a)
    whole = read(a, assume_a, lower)
    around = a - whole if assume_a == "diagonal" else 0.0  # SciPy leaves what it does not read
    return np.linalg.inv(whole) + around


#: Whether `solve` takes a single number as it is; older versions of SciPy read what is assumed.
READS_ALL = bool(np.imag(scipy.linalg.solve([[1.0 + 1.0j]], [1.0], assume_a="her"))[0])


@like(scipy.linalg.solve)
def solve(a, b, lower=False, assume_a=None, transposed=False):
    """Solve, reading of `a` what SciPy reads."""
    a, b = np.atleast_2d(as_array(a)), np.atleast_1d(as_array(b))
    a = a if np.size(a) == 1 and READS_ALL else read(a, assume_a, lower)
    if np.size(a) == 1:
        return b / (a[..., 0, 0] if np.ndim(b) == 1 else a)
    a = swapped(a) if transposed else a
    return np.linalg.solve(a, b)


like(scipy.linalg.det)(lambda a: np.linalg.det(in_double(a)))


@like(scipy.linalg.norm)
def norm(a, ord=None, axis=None, keepdims=False):  # noqa: A002
    """Take a norm; some of those of single precision, BLAS and LAPACK give in double."""
    a = as_array(a)
    answer, plain = np.linalg.norm(a, ord, axis, keepdims), value_of(a)
    of_vector = np.ndim(a) == 1 and ord in (None, 2)
    of_matrix = np.ndim(a) == 2 and ord in (1, np.inf)
    of_matrix = of_matrix and (np.isfortran(plain) or np.isfortran(plain.T))
    if np.size(a) and axis is None and not keepdims and (of_vector or of_matrix):
        return answer.astype(float)
    return answer
