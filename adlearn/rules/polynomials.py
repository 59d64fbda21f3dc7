"""Polynomials are arrays of coefficients, the highest power first: adding, multiplying and
dividing them is arithmetic of the coefficients. Roots move by `-dp(r) / p'(r)` when the polynomial
changes by `dp`, which is the equation `p(r) = 0`, differentiated.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, dtype_of, real
from adlearn.rules.indexing import convolve_, getitem
from adlearn.rules.joining import concatenate_, stack_
from adlearn.rules.shapes import astype, atleast_1d, reshape_
from adlearn.tensors.constructors import general
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import applied, array_of, value_of


def coefficients(p):
    """Give the coefficients, without zeros in front."""
    p = atleast_1d(p.coeffs if isinstance(p, np.poly1d) else p)
    if np.ndim(p) != 1:
        raise ValueError("Polynomial must be 1d only.")
    found = np.flatnonzero(value_of(p))
    if not len(p):
        return np.zeros(1, dtype_of(p))
    return getitem(p, slice(found[0] if found.size else len(value_of(p)) - 1, None))


def aligned(a, b) -> list[Any]:
    """Write two polynomials with as many coefficients."""
    both = [atleast_1d(p) for p in (a, b)]
    longest = max(len(p) for p in both)
    return [
        concatenate_(0, np.zeros(longest - len(p), dtype_of(p)), p) if len(p) < longest else p
        for p in both
    ]


def as_given(answer, *polynomials):
    """Make a `poly1d` of an answer if one of the polynomials was one."""
    return np.poly1d(answer) if any(isinstance(p, np.poly1d) for p in polynomials) else answer


implements(np.polyadd)(lambda a1, a2: as_given(np.add(*aligned(a1, a2)), a1, a2))
implements(np.polysub)(lambda a1, a2: as_given(np.subtract(*aligned(a1, a2)), a1, a2))


@implements(np.polymul)
def polymul(a1, a2):
    return as_given(convolve_(coefficients(a1), coefficients(a2)), a1, a2)


@implements(np.polydiv)
def polydiv(u, v):
    """Divide, step by step; what is left has no zeros in front."""
    top, bottom = (atleast_1d(p.coeffs if isinstance(p, np.poly1d) else p) + 0.0 for p in (u, v))
    if np.ndim(top) > 1 or np.ndim(bottom) > 1:
        raise MissingRule("np.polydiv of arrays of two axes has no derivative. Divide row by row.")
    dtype, n = (getitem(top, 0) + getitem(bottom, 0)).dtype, len(bottom) - 1
    remains, found, done = astype(top, dtype), [], []
    for _ in range(len(top) - n):
        step = getitem(remains, 0) * (1.0 / getitem(bottom, 0))
        found.append(step)
        done.append(getitem(remains, 0) - step * getitem(bottom, 0))  # 0, if that is a number
        rest = getitem(remains, slice(1, None))
        parts = [getitem(rest, slice(None, n)) - step * getitem(bottom, slice(1, None))]
        remains = concatenate_(0, *parts, getitem(rest, slice(n, None)))
    plain = np.polydiv(value_of(top), value_of(bottom))[1]
    remains = concatenate_(0, *(reshape_(zero, (1,)) for zero in done), remains)
    remains = getitem(remains, slice(len(remains) - len(plain), None))
    quotient = stack_(0, *found) if found else np.zeros(1, dtype)
    return as_given(quotient, u, v), as_given(remains, u, v)


@implements(np.polyder)
def polyder(p, m: int = 1):
    np.polyder(value_of(p), m)  # it refuses what it refuses
    answer = as_array(p)
    for _ in range(int(m)):
        answer = getitem(answer, slice(None, -1)) * np.arange(len(answer) - 1, 0, -1)
    return as_given(answer, p)


@implements(np.polyint)
def polyint(p, m: int = 1, k=None):
    """Integrate; differentiable by the constants of integration as well."""
    np.polyint(value_of(p), m, value_of(k))  # it refuses what it refuses
    m, constants = int(m), atleast_1d(0.0 if k is None else k)
    if len(constants) == 1:
        constants = getitem(constants, 0) * np.ones(m)
    answer = as_array(p)
    for i in range(m):
        integral = answer / np.arange(len(answer), 0, -1)
        answer = concatenate_(0, integral, getitem(constants, slice(i, i + 1)))
    return as_given(answer, p)


# Roots


def roots_pull(g, ans, p):
    slopes = np.vander(ans, np.shape(p)[0]) / np.polyval(np.polyder(p), ans)[:, None]
    message = -(g @ slopes)
    return message if dtype_of(p).kind == "c" else np.real(message)


roots_ = general(
    np.roots,
    (roots_pull,),
    (lambda v, ans, p: -np.polyval(v, ans) / np.polyval(np.polyder(p), ans),),
)


implements(np.roots)(lambda p: roots_(atleast_1d(p)))  # where several meet, without derivative


def characteristic(a):
    """Give the characteristic polynomial of a matrix, by the method of Faddeev and LeVerrier: it is
    smooth where eigenvalues meet, and they are not."""
    n = np.shape(a)[0]
    unit = np.eye(n, dtype=dtype_of(a))
    found, rest = [np.ones((), dtype_of(a))], unit
    for k in range(1, n + 1):
        product = a @ rest
        found.append(-np.trace(product) / k)
        rest = product + found[-1] * unit
    return stack_(0, *found)


@implements(np.poly)
def poly(seq_of_zeros):
    """Multiply `x - r` for all roots, or take the characteristic polynomial of a matrix."""
    seq = atleast_1d(seq_of_zeros)
    expected = array_of(applied(np.poly, value_of(seq)))
    if np.ndim(seq) == 2:
        answer = characteristic(seq)
    else:
        answer = np.ones(1, dtype_of(seq))
        for i in range(len(seq)):
            root = reshape_(getitem(seq, i), (1,))
            answer = convolve_(answer, concatenate_(0, np.ones(1, dtype_of(seq)), -root))
    answer = real(answer) if expected.dtype.kind != "c" else answer
    return astype(reshape_(answer, expected.shape), expected.dtype)


# The polynomial that fits best


@implements(np.polyfit)
def polyfit(x, y, deg, rcond=None, full: bool = False, w=None, cov=False):
    """Fit by least squares; differentiable by the points and by their weights."""
    plain = np.polyfit(value_of(x), value_of(y), deg, rcond, full, value_of(w), cov)
    x, y = as_array(x) + 0.0, as_array(y) + 0.0
    order = int(deg) + 1
    rcond = len(x) * np.finfo(dtype_of(x)).eps if rcond is None else rcond
    left, right = np.vander(x, order), y
    if w is not None:
        w = as_array(w) + 0.0
        left = left * w[:, None]
        right = right * (w[:, None] if np.ndim(y) == 2 else w)
    scale = np.sqrt(np.sum(left * left, axis=0))
    left = left / scale
    c, residuals, *rest = np.linalg.lstsq(left, right, rcond)
    c = c / (scale[:, None] if np.ndim(y) == 2 else scale)
    if rest[0] < order:
        raise MissingRule(
            f"np.polyfit: the points determine {rest[0]} of the {order} coefficients, and the "
            "others have no derivative. Lower deg, or rcond."
        )
    if full:
        return (c, residuals, *rest, rcond)
    if not cov:
        return c
    base = np.linalg.inv(left.T @ left) / (scale[:, None] * scale)
    if cov == "unscaled":
        return c, reshape_(base, np.shape(plain[1]))
    factor = residuals / (len(x) - order)
    return c, base[:, :, None] * factor if np.ndim(y) == 2 else base * factor
