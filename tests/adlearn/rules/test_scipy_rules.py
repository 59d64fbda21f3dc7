"""Every rule for SciPy's functions keeps the promises of `rule_promises`: plain `scipy.special` on
traced values where it dispatches, `adlearn.scipy` where SciPy does not."""

from __future__ import annotations

import numpy as np
import pytest
from rule_promises import (
    apart,
    between,
    both_modes_agree_with_differences,
    both_modes_are_linear_and_transposed_by_the_engine,
    imaginary,
    keeps_value_shape_and_dtype,
    many_tangents_agree_with_one,
    positive,
    real,
    regular,
    row,
    second_derivatives_agree,
    taylor_agrees_with_derivatives_of_derivatives,
    unit,
)

from adlearn.tensors.dispatch import DISPATCH

pytest.importorskip("scipy")

import scipy.integrate  # noqa: E402
import scipy.linalg  # noqa: E402
import scipy.signal  # noqa: E402
import scipy.special as special  # noqa: E402
import scipy.stats  # noqa: E402
import scipy_rows  # noqa: E402

import adlearn.scipy as asp  # noqa: E402

probability = between(0.1, 0.9, 2, 3)

OF_ONE = {
    real: "erf erfc erfcx erfi dawsn exp10 cosm1 exp2 expm1 cbrt sindg cosdg tandg ndtr log_ndtr "
    "expit log_expit softplus j0 j1 i0 i1 rgamma",
    positive: "gamma gammaln psi loggamma log1p expi exp1 cotdg entr y0 y1 k0 k1 k0e k1e i0e i1e",
    unit: "erfinv",
}
TABLE = [
    row(getattr(asp.special, name), {}, domain(*shape))
    for domain, names in OF_ONE.items()
    for name in names.split()
    if hasattr(special, name)  # softplus came with SciPy 1.15
    for shape in ((), (2, 3), (0, 2))
]
TABLE += [
    row(special.erfcinv, {}, between(0.2, 1.8, 2, 3)),
    row(special.logit, {}, probability),
    row(special.ndtri, {}, probability),
    row(special.ndtri_exp, {}, between(-2.0, -0.2, 2, 3)),
    row(special.i0e, {}, between(-2.0, -0.5, 3)),
    row(special.i1e, {}, between(-2.0, -0.5, 3)),
    row(special.rgamma, {}, between(-3.8, -0.2, 5)),
    row(special.gamma, {}, between(-0.8, -0.2, 3)),
    row(special.gammaln, {}, between(-0.8, -0.2, 3)),
    row(special.expi, {}, between(-2.0, -0.5, 3)),
    row(special.wofz, {}, imaginary(2, 2)),
    row(special.erf, {}, imaginary(2, 2)),
    row(special.jv, lambda z: special.jv(1.5, z + 3.0), imaginary(2)),
]
PAIRS = [((2, 3), (3,)), ((), (2,)), ((2, 1), (1, 3))]
TABLE += [
    row(getattr(special, name), {}, one(*x), other(*y))
    for (one, other), names in {
        (positive, positive): "beta betaln xlogy rel_entr kl_div",
        (real, positive): "xlogy xlog1py",
    }.items()
    for name in names.split()
    for x, y in PAIRS
]
TABLE += [
    row(special.huber, lambda d, r: special.huber(d, r), between(0.6, 0.7, 1), apart(2, 3)),
    row(special.pseudo_huber, {}, positive(3), real(2, 3)),
]
ORDERS = np.array([0.0, 1.0, 2.5])
WHOLE = np.array([0, 1, 3])
for name in ["jv", "yv", "iv", "ive", "kv", "kve"]:
    TABLE += [row(f := getattr(special, name), lambda x, f=f: f(ORDERS, x), positive(2, 3))]
TABLE += [
    row(special.jv, lambda x: special.jv(WHOLE, x), real(2, 3)),
    row(special.iv, lambda x: special.iv(WHOLE, x), real(2, 3)),
    row(special.ive, lambda x: special.ive(2, x), between(-2.0, -0.5, 3)),
    row(special.yn, lambda x: special.yn(WHOLE, x), positive(2, 3)),
    row(special.kn, lambda x: special.kn(WHOLE, x), positive(2, 3)),
    row(special.polygamma, lambda x: asp.special.polygamma(WHOLE, x), positive(2, 3)),
    row(special.zeta, lambda q: asp.special.zeta(2.5, q), positive(2, 2)),
    row(special.gammainc, lambda x: special.gammainc(1.7, x), positive(2, 2)),
    row(special.gammaincc, lambda x: special.gammaincc(1.7, x), positive(2, 2)),
    row(special.gammaincinv, lambda y: special.gammaincinv(1.7, y), probability),
    row(special.gammainccinv, lambda y: special.gammainccinv(1.7, y), probability),
    row(special.betainc, lambda x: special.betainc(1.7, 2.5, x), probability),
    row(special.betaincc, lambda x: special.betaincc(1.7, 2.5, x), probability),
    row(special.betaincinv, lambda y: special.betaincinv(1.7, 2.5, y), probability),
    row(special.betainccinv, lambda y: special.betainccinv(1.7, 2.5, y), probability),
    row(special.stdtr, lambda x: special.stdtr(3.5, x), real(2, 2)),
    row(special.pdtr, lambda m: special.pdtr(WHOLE, m), positive(2, 3)),
    row(special.pdtrc, lambda m: special.pdtrc(WHOLE, m), positive(2, 3)),
    row(special.multigammaln, lambda a: asp.special.multigammaln(a + 1.0, 3), positive(2)),
]
WEIGHTS = np.array([[1.0, 0.0, 2.0], [0.5, -0.1, 1.0]])
for how in ({}, {"axis": 0}, {"axis": (0, -1), "keepdims": True}):
    TABLE += [row(asp.special.logsumexp, how, real(2, 3))]
TABLE += [
    row(asp.special.logsumexp, {"axis": 1}, imaginary(2, 3)),
    row(asp.special.logsumexp, lambda x, b: asp.special.logsumexp(x, b=b), real(3), positive(3)),
    row(
        asp.special.logsumexp,
        lambda x: asp.special.logsumexp(x, axis=1, b=WEIGHTS.astype(x.dtype), return_sign=True),
        real(2, 3),
    ),
]
for function in (asp.special.softmax, asp.special.log_softmax):
    TABLE += [row(function, how, real(2, 3)) for how in ({}, {"axis": 1}, {"axis": (0, 1)})]


# linalg
def banded(diagonals, upper):
    """Make the main diagonal large, so that the equations are far from singular."""
    return diagonals + 6.0 * (np.arange(diagonals.shape[0])[:, None] == upper)


la = asp.linalg
TABLE += [
    row(la.solve_triangular, {"lower": lower, "trans": trans, "unit_diagonal": u}, *domains)
    for lower, trans, u, domains in [
        (False, 0, False, (regular(3, 3), real(3))),
        (True, "T", False, (regular(3, 3), real(3, 2))),
        (True, 0, True, (regular(2, 2), real(2, 1))),
        (False, 2, False, (imaginary(2, 2), imaginary(2, 2))),
    ]
]
TABLE += [
    row(la.cho_solve, lambda c, b: la.cho_solve((c, True), b), regular(2, 2), real(2)),
    row(la.cho_solve, lambda c, b: la.cho_solve((c, False), b), imaginary(2, 2), imaginary(2)),
    row(la.cholesky, lambda x: la.cholesky((x + x.T) / 2), regular(3, 3)),
    row(la.cholesky, lambda x: la.cholesky((x + x.T) / 2, lower=True), regular(3, 3)),
    row(la.solve_sylvester, {}, regular(2, 2), regular(3, 3), real(2, 3)),
    row(la.sqrtm, {}, regular(3, 3)),
    row(la.expm, {}, real(2, 2)),
    row(la.expm, {}, real(2, 2, 2)),
    row(la.expm, {}, imaginary(2, 2)),
    *(
        row(la.solve_banded, lambda ab, b, w=w: la.solve_banded(w, banded(ab, w[1]), b), *domains)
        for w, domains in [
            ((1, 1), (real(3, 4), real(4))),
            ((2, 1), (real(4, 4), real(4, 2))),
            ((0, 2), (real(3, 5), real(5))),
            ((1, 2), (imaginary(4, 4), imaginary(4))),
        ]
    ),
    row(la.block_diag, {}, real(2, 2), real(1, 3), real(2)),
    row(la.det, {}, regular(3, 3)),
    row(la.inv, {"check_finite": False}, regular(3, 3)),
    row(la.solve, {}, regular(3, 3), real(3)),
    row(la.norm, {}, real(2, 3)),
]

# signal
TABLE += [
    row(asp.signal.convolve, {"mode": mode}, real(*n), real(*m))
    for mode in ("full", "same", "valid")
    for n, m in (((4,), (3,)), ((2,), (5,)), ((3, 4), (2, 3)), ((3, 4), (3, 1)))
]
TABLE += [
    row(asp.signal.convolve, {}, imaginary(3), imaginary(2)),
    row(asp.signal.fftconvolve, {"mode": "same"}, real(4), real(2)),
]

# stats
EVERYWHERE = ["pdf", "logpdf", "cdf", "sf", "logcdf", "logsf"]
DENSITIES = ["pdf", "logpdf"]
FAMILIES = [
    ("norm", real, [], EVERYWHERE),
    ("laplace", apart, [], EVERYWHERE),
    ("logistic", real, [], EVERYWHERE),
    ("cauchy", real, [], EVERYWHERE),
    ("expon", positive, [], EVERYWHERE),
    ("lognorm", positive, [positive()], EVERYWHERE),
    ("gamma", positive, [positive(3)], DENSITIES),
    ("chi2", positive, [positive()], DENSITIES),
    ("t", real, [positive(2, 1)], DENSITIES),
    ("beta", lambda *shape: between(0.1, 0.9, *shape), [positive(3), positive()], DENSITIES),
]
for name, domain, shapes, methods in FAMILIES:
    TABLE += [
        row(getattr(asp.stats, name).logpdf, f, domain(2, 3), *shapes)
        for f in (getattr(getattr(asp.stats, name), method) for method in methods)
    ]
PLACED = [("norm", ()), ("gamma", (1.7,)), ("chi2", (2.5,)), ("t", (3.5,)), ("beta", (1.7, 2.5))]
for name, shapes in [*PLACED, ("uniform", ()), ("expon", ())]:
    inside = (lambda *shape: between(0.6, 0.9, *shape)) if name != "norm" else real
    TABLE += [
        row(
            asp.stats.norm.cdf,
            lambda x, loc, scale, f=f, p=shapes: f(x, *p, loc, scale=scale),
            inside(2, 3),
            between(0.1, 0.3, 3),
            between(1.1, 1.4),
        )
        for f in (getattr(getattr(asp.stats, name), method) for method in EVERYWHERE)
    ]
TABLE += [
    row(asp.stats.poisson.cdf, lambda mu, f=f: f(np.array([0, 2, 3]), mu), positive(2, 3))
    for f in (getattr(asp.stats.poisson, m) for m in ["pmf", "logpmf", *EVERYWHERE[2:]])
]


def covariance(x):
    return (x + np.swapaxes(x, -1, -2)) / 2


TABLE += [
    row(
        asp.stats.multivariate_normal.logpdf,
        lambda x, m, c, f=f: f(x, m, covariance(c)),
        real(4, 2),
        real(2),
        regular(2, 2),
    )
    for f in (asp.stats.multivariate_normal.logpdf, asp.stats.multivariate_normal.pdf)
]
normal = asp.stats.multivariate_normal
TABLE += [
    row(normal.logpdf, {}, real(3)),
    row(normal.logpdf, {}, real(3), real(1), positive()),
    row(normal.logpdf, {"mean": np.zeros(2)}, real(2)),
    row(normal.logpdf, lambda x, c: normal.logpdf(x, [0.1, 0.2, 0.3], c), real(2, 3), positive(3)),
    row(normal.entropy, lambda c: normal.entropy(cov=covariance(c)), regular(2, 2)),
    row(
        asp.stats.dirichlet.logpdf,
        lambda x, a: asp.stats.dirichlet.logpdf(np.exp(x) / np.sum(np.exp(x)), a),
        real(3),
        positive(3),
    ),
    row(
        asp.stats.dirichlet.pdf,
        lambda x, a: asp.stats.dirichlet.pdf(x, a),
        between(0.1, 0.4, 2, 3),
        positive(3),
    ),
]

TABLE += scipy_rows.TABLE
every_row = pytest.mark.parametrize(("function", "f", "domains"), TABLE)


@every_row
def test_value_shape_and_dtype_are_those_of_scipy(function, f, domains):
    keeps_value_shape_and_dtype(function, f, domains)


@every_row
def test_both_modes_agree_with_differences_and_each_other(function, f, domains):
    both_modes_agree_with_differences(function, f, domains)


@every_row
def test_second_derivatives_in_every_mixture_of_modes(function, f, domains):
    second_derivatives_agree(function, f, domains)


@pytest.mark.parametrize(("function", "f", "domains"), scipy_rows.MADE_OF_OTHERS)
def test_what_is_made_of_other_functions_has_a_derivative(function, f, domains):
    keeps_value_shape_and_dtype(function, f, domains)
    both_modes_agree_with_differences(function, f, domains)


@every_row
def test_many_tangents_at_once_are_the_same_as_one_by_one(function, f, domains):
    many_tangents_agree_with_one(function, f, domains)


@every_row
def test_the_derivative_of_each_mode_is_the_other(function, f, domains):
    both_modes_are_linear_and_transposed_by_the_engine(function, f, domains)


def test_every_rule_for_scipy_is_tested():
    numpy_s = {id(f) for m in (np, np.fft, np.linalg) for f in vars(m).values()}
    tested = {p.values[0].__name__ for p in TABLE + scipy_rows.MADE_OF_OTHERS} | {
        f.__name__ for f in ELSEWHERE
    }
    assert {f.__name__ for f in DISPATCH if id(f) not in numpy_s} - tested == set()


#: Functions of the table with tests of their own below.
ELSEWHERE = [scipy.integrate.odeint, special.gammasgn, special.round]


@every_row
def test_taylor(function, f, domains):
    taylor_agrees_with_derivatives_of_derivatives(function, f, domains)
