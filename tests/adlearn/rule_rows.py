"""Rows of the table in `test_array_rules` for functions that count, call, write, or compute with
polynomials, sets and edges."""

from __future__ import annotations

import numpy as np
from rule_promises import apart, between, imaginary, positive, real, regular, rising, row

import adlearn.numpy as anp

TABLE = [
    row(np.linalg.diagonal, {"offset": 1}, real(2, 3, 3)),
    row(np.linalg.matrix_transpose, {}, real(2, 2, 3)),
    row(np.ix_, {}, real(2), real(3)),
]

# Steps, and what is smooth between them
TABLE += [
    row(np.unwrap, {}, between(-9, 9, 5)),
    row(np.unwrap, {"axis": 0, "discont": 4.0}, between(-9, 9, 4, 2)),
    row(np.unwrap, lambda x, period: anp.unwrap(x, period=period), real(6), between(0.9, 1.1)),
    row(np.frexp, lambda x: np.frexp(x)[0], apart(2, 3)),
    row(np.nextafter, lambda x: np.nextafter(x, 9), real(2)),
    row(np.i0, {}, real(3)),
    row(np.i0, {}, between(-20, 20)),
    row(np.kaiser, lambda beta: anp.kaiser(5, beta).astype(beta.dtype), positive()),
    row(np.heaviside, lambda x: np.heaviside(np.array([-1.0, 0.0, 2.0], x.dtype), x), real()),
    row(np.trim_zeros, lambda x: np.trim_zeros(np.pad(x, (2, 1))), apart(4)),
    row(np.trim_zeros, lambda x: np.trim_zeros(np.pad(x, (2, 1)), "B"), apart(4)),
]

# Polynomials
for function in (np.polyadd, np.polysub, np.polymul, np.polydiv):
    TABLE += [
        row(function, {}, apart(4), apart(2)),
        row(function, {}, apart(2), apart(3)),
        row(function, {}, imaginary(3), imaginary(2)),
    ]
TABLE += [
    *(row(np.polyder, {"m": m}, real(4)) for m in (0, 2)),
    *(row(np.polyint, {"m": m}, real(3)) for m in (0, 2)),
    row(np.polyint, lambda p, k: anp.polyint(p, 2, k), real(2), real(2)),
    row(np.roots, {}, apart(4)),
    row(np.roots, {}, imaginary(3)),
    row(np.roots, lambda p: np.roots(np.concatenate([np.zeros(1), p, np.zeros(1)])), apart(3)),
    row(np.poly, {}, real(3)),
    row(np.poly, {}, imaginary(3)),
    row(np.poly, {}, regular(3, 3)),
    row(np.poly1d, lambda p, x: np.poly1d(p)(x), apart(3), real(2)),
    row(np.polyfit, {"deg": 1}, apart(5), real(5)),
    row(np.polyfit, lambda x, y, w: anp.polyfit(x, y, 2, w=w), apart(6), real(6, 2), positive(6)),
    row(np.polyfit, {"deg": 1, "cov": True}, apart(5), real(5)),
    row(np.polyfit, {"deg": 1, "cov": "unscaled"}, apart(5), real(5)),
    row(np.polyfit, lambda x, y: np.polyfit(x, y, 1, full=True)[:2], apart(5), real(5)),
]

# Padding
TABLE += [
    row(np.pad, {"pad_width": ((1, 2), (0, 2)), "mode": mode}, apart(2, 3))
    for mode in ("symmetric", "linear_ramp", "maximum", "minimum", "mean", "median")
]
TABLE += [
    row(np.pad, {"pad_width": 2, "mode": "reflect", "reflect_type": "odd"}, real(3)),
    row(np.pad, {"pad_width": (4, 1), "mode": "mean", "stat_length": ((2, 1),)}, real(3)),
    row(np.pad, {"pad_width": 2}, real()),
    row(np.pad, lambda x, c: anp.pad(x, (2, 1), constant_values=c), real(2, 2), real(2, 2)),
    row(
        np.pad,
        lambda x, c: anp.pad(x, ((1, 2), (2, 0)), "linear_ramp", end_values=c),
        real(2, 2),
        real(),
    ),
]

# Counting
PLACES = np.array([0, 1, 1, 3, 0])
TABLE += [
    row(np.bincount, lambda w: np.bincount(PLACES, w, 6), real(5)),
    row(np.histogram, lambda x: np.histogram(x, 3)[1], apart(5)),
    row(np.histogram, {"bins": 3, "density": True, "range": (-1.0, 1.0)}, apart(5)),
    row(
        np.histogram,
        lambda x, w: np.histogram(x, 3, density=True, weights=w),
        apart(5),
        positive(5),
    ),
    row(np.histogram, lambda edges: anp.histogram(PLACES + 0.3, edges, density=True), rising(4)),
    row(np.histogram_bin_edges, {"bins": 3}, apart(5)),
    row(np.histogramdd, {"bins": (2, 3), "density": True}, apart(4, 2)),
    row(
        np.histogram2d,
        lambda x, y, w: np.histogram2d(x, y, [2, np.array([-9.0, 0.1, 9.0])], weights=w),
        apart(5),
        apart(5),
        positive(5),
    ),
]

# Sets
TABLE += [
    row(function, lambda x, y, f=function: f(np.concatenate([x, y]), x), apart(3), between(8, 9, 2))
    for function in (np.union1d, np.intersect1d, np.setdiff1d, np.setxor1d)
]
TABLE += [
    row(function, lambda x, f=function: f(x).values, apart(4))
    for function in (np.unique_counts, np.unique_inverse, np.unique_all)
]
TABLE += [row(np.unique_values, {}, apart(4))]
TABLE += [row(np.sort_complex, {}, kind(2, 3)) for kind in (apart, imaginary)]

# Functions that call functions


def energy(row):
    return np.sum(row * row)


SIGNS = np.array([-1.0, 0.0, 1.0])


def gate(x, y):
    return x * y if x > 0 else y


TABLE += [
    row(np.apply_along_axis, lambda x: np.apply_along_axis(energy, 1, x), real(2, 3)),
    row(np.apply_along_axis, lambda x: np.apply_along_axis(np.cumsum, 0, x), real(2, 1, 2)),
    row(np.apply_over_axes, lambda x: np.apply_over_axes(np.prod, x, (0, -1)), real(2, 2, 2)),
    row(np.fromfunction, lambda x: np.fromfunction(lambda i, j: x * (i + j), (2, 2)), real()),
    row(anp.vectorize, lambda x, y: anp.vectorize(gate)(x, y), apart(2, 3), real(3)),
    row(anp.vectorize, lambda x: anp.vectorize(lambda t: (t * t, t))(x), real(2)),
    row(
        anp.vectorize,
        lambda x, y: anp.vectorize(np.dot, signature="(n),(n)->()")(x, y),
        real(2, 3),
        real(3),
    ),
    row(
        anp.vectorize,
        lambda x, p: anp.vectorize(lambda t, p: np.polyval(p, t), excluded={"p"})(x, p=p),
        real(2),
        real(3),
    ),
    row(
        np.piecewise,
        lambda t: anp.piecewise(SIGNS.astype(t.dtype), [SIGNS > 0], [lambda x: x * t]),
        real(),
    ),
]

# Writing into a new array
AT = np.array([[1, 1, 0], [0, 1, 1]])
TABLE += [
    row(
        np.put_along_axis,
        lambda x, v: anp.put_along_axis(x, AT, v, 0, inplace=False),
        real(2, 3),
        real(2, 3),
    ),
    row(np.fill_diagonal, lambda x, v: anp.fill_diagonal(x, v, inplace=False), real(3, 2), real()),
    row(np.put, lambda x, v: anp.put(x, [0, 3, 3], v, inplace=False), real(2, 2), real(3)),
    row(np.place, lambda x, v: anp.place(x, AT > 0, v, inplace=False), real(2, 3), real(2)),
    row(np.putmask, lambda x, v: anp.putmask(x, AT > 0, v, inplace=False), real(2, 3), real(2)),
]
TABLE += [
    row(
        np.copyto,
        lambda x, v, f=f: getattr(anp, f).at(x, [0, 2, 0], v, inplace=False),
        positive(3, 2),
        positive(2),
    )
    for f in ("add", "multiply", "power")
]

A = np.array([0.3, -1.4, 2.5])
SQUARE = np.diag(A)
#: What answers plain numbers and text.
CONSTANTS = {
    getattr(np, name): (A,)
    for name in ["common_type", "min_scalar_type", "array2string", "array_repr", "array_str"]
}
CONSTANTS |= {getattr(np, f"{name}_indices_from"): (SQUARE,) for name in ("diag", "tril", "triu")}
CONSTANTS |= {np.isin: (A, A[:1]), np.may_share_memory: (A, A + 1), np.shares_memory: (A, A + 1)}
#: What has tests of its own in `test_traced_in_plain`.
ELSEWHERE = [np.einsum_path]
