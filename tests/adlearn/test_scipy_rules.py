"""Every rule for SciPy's functions keeps the promises of `rule_promises`: plain `scipy.special` on
traced values where it dispatches, `adlearn.scipy` where SciPy does not."""

from __future__ import annotations

import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes
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
    unit,
)

from adlearn import check_grads, grad, jacobian, jvp, tensor, vjp
from adlearn.array_primitive import DISPATCH
from adlearn.errors import LostDerivative, MissingRule

pytest.importorskip("scipy")

import scipy.integrate  # noqa: E402
import scipy.linalg  # noqa: E402
import scipy.signal  # noqa: E402
import scipy.special as special  # noqa: E402
import scipy.stats  # noqa: E402

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


@every_row
def test_many_tangents_at_once_are_the_same_as_one_by_one(function, f, domains):
    many_tangents_agree_with_one(function, f, domains)


@every_row
def test_the_derivative_of_each_mode_is_the_other(function, f, domains):
    both_modes_are_linear_and_transposed_by_the_engine(function, f, domains)


def test_every_rule_for_scipy_is_tested():
    numpy_s = {id(f) for m in (np, np.fft, np.linalg) for f in vars(m).values()}
    tested = {p.values[0].__name__ for p in TABLE} | {f.__name__ for f in ELSEWHERE}
    assert {f.__name__ for f in DISPATCH if id(f) not in numpy_s} - tested == set()


#: Functions of the table with tests of their own below.
ELSEWHERE = [scipy.integrate.odeint, special.gammasgn, special.round]


# Where SciPy dispatches


def test_plain_scipy_special_works_on_traced_values_without_importing_adlearn_s():
    program = (
        "import numpy as np, scipy.special as sp, adlearn as ad\n"
        "assert not any(m.startswith('adlearn.rules.scipy') for m in __import__('sys').modules)\n"
        "print(ad.grad(lambda x: np.sum(sp.expit(x)))(np.zeros(2)).tolist(),"
        " ad.deriv(lambda x: sp.xlogy(2.0, x))(np.float64(4.0)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout.strip() == "[0.25, 0.25] 0.5", found.stderr


def test_of_scipy_only_what_is_used_is_imported():
    program = (
        "import sys, adlearn; print('scipy' in sys.modules);"
        "import adlearn.scipy as s; s.special; print('scipy.stats' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout.split() == ["False", "False"], found.stderr


def test_a_missing_scipy_names_what_to_install():
    program = "import sys; sys.modules['scipy'] = None; import adlearn; import adlearn.scipy"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert 'pip install "adlearn[scipy]"' in found.stderr


@pytest.mark.parametrize(
    "f",
    [
        special.logsumexp,
        lambda x: special.polygamma(1, x),
        scipy.stats.norm.logpdf,
        lambda x: scipy.linalg.expm(np.ones((2, 1)) * x),
        lambda x: scipy.linalg.lu(np.ones((2, 1)) * x),
        lambda x: asp.linalg.lu(np.ones((2, 1)) * x),
        lambda x: scipy.integrate.odeint(lambda y, t: y, x, [0.0, 1.0]),
    ],
)
def test_a_function_that_scipy_does_not_hand_over_says_where_it_is(f):
    with pytest.raises(LostDerivative, match="adlearn.scipy"):
        grad(lambda x: np.sum(f(x)))(np.ones(2))


@pytest.mark.parametrize(
    "f",
    [
        lambda v: special.jv(v, 1.0),
        lambda a: special.gammainc(a, 1.0),
        lambda a: special.betainc(1.0, a, 0.5),
        lambda n: asp.special.polygamma(n, 1.0),
        lambda x: asp.special.zeta(x, 1.0),
        lambda k: asp.stats.poisson.logpmf(k, 2.0),
        lambda a: asp.stats.gamma.cdf(1.0, a),
    ],
)
def test_a_parameter_without_a_rule_is_refused_in_both_modes(f):
    with pytest.raises(MissingRule):
        grad(f)(1.5)
    with pytest.raises(MissingRule):
        jvp(f, (np.array(1.5),), (np.array(1.0),))


def test_complex_gamma_has_one_derivative_and_refuses_a_second():
    z = np.array([0.3 + 0.4j, 1.2 - 0.5j])
    np.testing.assert_allclose(vjp(special.loggamma, z)[1](np.ones(2, complex))[0], special.psi(z))
    with pytest.raises(MissingRule, match="no second one"):
        vjp(lambda z: vjp(special.loggamma, z)[1](np.ones(2, complex))[0], z)[1](z)


def test_steps_have_derivative_zero():
    for f in (special.gammasgn, special.round):
        assert not isinstance(f(tensor([0.4, 1.6])), type(tensor(0.0)))


# Conventions and edges


def test_at_the_poles_of_gamma_its_reciprocal_has_its_derivatives():
    n = np.arange(4.0)
    np.testing.assert_allclose(
        vjp(special.rgamma, -n)[1](np.ones(4))[0], (-1) ** n * special.gamma(n + 1), rtol=1e-12
    )
    second = vjp(lambda x: vjp(special.rgamma, x)[1](np.ones(4))[0], -n)[1](np.ones(4))[0]
    h = 1e-3
    slope = (special.rgamma(-n + h) - 2 * special.rgamma(-n) + special.rgamma(-n - h)) / h**2
    np.testing.assert_allclose(second, slope, rtol=1e-4)


def test_what_is_multiplied_by_zero_does_not_change():
    assert grad(lambda y: special.xlogy(0.0, y))(0.0) == 0.0
    assert grad(lambda y: special.xlog1py(0.0, y))(-1.0) == 0.0
    assert grad(lambda y: special.rel_entr(0.0, y))(0.5) == 0.0
    assert grad(lambda y: special.kl_div(0.0, y))(0.5) == 1.0
    assert grad(lambda x: special.xlogy(x, 3.0))(0.0) == pytest.approx(np.log(3.0))


@pytest.mark.filterwarnings("error")
def test_logsumexp_of_nothing_and_of_infinities():
    assert asp.special.logsumexp(tensor([-np.inf, -np.inf])).numpy() == -np.inf
    g = grad(asp.special.logsumexp)
    np.testing.assert_array_equal(g(np.array([-np.inf, -np.inf])), [0.0, 0.0])
    np.testing.assert_array_equal(g(np.array([-np.inf, 3.0])), [0.0, 1.0])
    np.testing.assert_allclose(g(np.array([1000.0, 1000.0])), [0.5, 0.5])


def test_what_has_no_weight_does_not_count_in_logsumexp_however_large():
    def weighed(a):
        return asp.special.logsumexp(a, b=np.array([0.0, 2.0]))

    assert weighed(tensor([1000.0, 1.0])).numpy() == pytest.approx(1.0 + np.log(2.0))
    np.testing.assert_array_equal(grad(weighed)(np.array([1000.0, 1.0])), [0.0, 1.0])
    nothing = grad(lambda a: asp.special.logsumexp(a, b=np.zeros(2)))(np.ones(2))
    np.testing.assert_array_equal(nothing, [0.0, 0.0])


def test_logistic_functions_keep_their_digits_far_out():
    assert grad(special.expit)(40.0) == pytest.approx(np.exp(-40.0), rel=1e-12, abs=0.0)
    assert grad(special.log_expit)(-50.0) == 1.0
    assert grad(special.log_ndtr)(-40.0) == pytest.approx(40.0 + 1 / 40.0, rel=1e-3)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["beta", "gamma", "expon", "uniform", "lognorm", "chi2"])
def test_outside_of_its_support_a_density_is_constant(name):
    shapes = {"beta": (2.0, 3.0), "gamma": (2.0,), "lognorm": (0.7,), "chi2": (4.0,)}.get(name, ())
    family, theirs = getattr(asp.stats, name), getattr(scipy.stats, name)
    x = np.array([-1.5, -0.0001, 7.0])[: 3 if name in ("beta", "uniform") else 2]
    for method in EVERYWHERE:
        value, pull = vjp(lambda x, method=method: getattr(family, method)(x, *shapes), x)
        np.testing.assert_array_equal(value, getattr(theirs, method)(x, *shapes))
        np.testing.assert_array_equal(pull(np.ones(len(x)))[0], np.zeros(len(x)))


def test_impossible_parameters_give_nan_as_scipy_does():
    x = np.array([0.3, 0.6])
    for f in (
        lambda s, x: s.norm.logpdf(x, 0.0, -1.0),
        lambda s, x: s.gamma.logpdf(x, -1.0),
        lambda s, x: s.t.cdf(x, 0.0),
        lambda s, x: s.poisson.pmf(1, x - 2.0),
    ):
        assert np.isnan(f(scipy.stats, x)).all()
        assert np.isnan(f(asp.stats, tensor(x)).numpy()).all()


def test_a_frozen_distribution_keeps_the_derivative_by_its_parameters():
    def loss(mu, sigma):
        return np.sum(asp.stats.norm(mu, scale=sigma).logpdf(np.array([0.5, 1.0])))

    assert grad(loss)(0.0, 2.0) == pytest.approx((0.5 + 1.0) / 4.0)
    assert asp.stats.norm(0.0, 2.0).std() == 2.0 and asp.stats.norm.ppf(0.5) == 0.0


def test_a_singular_covariance_and_a_wrong_parameter_are_refused():
    with pytest.raises(MissingRule, match="unit matrix"):
        grad(lambda x: asp.stats.multivariate_normal.logpdf(x, allow_singular=True))(np.ones(1)[0])
    with pytest.raises(ValueError, match="do not fit"):
        asp.stats.multivariate_normal.logpdf(tensor([1.0, 2.0]), np.zeros(2), np.eye(3))
    with pytest.raises(TypeError, match="a, loc, scale"):
        asp.stats.gamma.logpdf(tensor(1.0), 1.0, width=2.0)
    with pytest.raises(TypeError, match="needs the parameter a"):
        asp.stats.gamma.logpdf(tensor(1.0))
    with pytest.raises(ValueError, match="simplex"):
        asp.stats.dirichlet.logpdf(tensor([0.5, 0.9]), np.ones(2))


@settings(max_examples=40, deadline=None)
@given(st.floats(-30.0, 30.0), st.floats(0.1, 20.0))
def test_a_log_density_is_right_far_from_the_middle(x, scale):
    for name, shapes in (("norm", ()), ("t", (3.0,)), ("logistic", ()), ("cauchy", ())):
        family, theirs = getattr(asp.stats, name), getattr(scipy.stats, name)
        for method in ("logpdf", "logcdf", "logsf"):
            f = getattr(family, method)
            value, pull = vjp(lambda x, f=f, p=shapes: f(x, *p, 0.0, scale), np.array(x))
            expected = getattr(theirs, method)(x, *shapes, 0.0, scale)
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-12)
            if method == "logcdf" and np.isfinite(expected):
                density = theirs.logpdf(x, *shapes, 0.0, scale)
                # d log F = f / F
                assert pull(1.0)[0] == pytest.approx(np.exp(density - expected), rel=1e-7)


@settings(max_examples=60, deadline=None)
@given(
    mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3, min_side=0),
    st.sampled_from([special.beta, special.xlogy, special.rel_entr, special.pseudo_huber]),
    st.integers(0, 2**32 - 1),
)
def test_arguments_of_any_shapes_that_fit_get_cotangents_of_their_own(shapes, function, seed):
    rng = np.random.default_rng(seed)
    x, y = (rng.uniform(0.5, 2.0, shape) for shape in shapes.input_shapes)
    value, pull = vjp(function, x, y)
    assert np.shape(value) == shapes.result_shape
    u = rng.normal(size=shapes.result_shape)
    for place, cotangent in enumerate(pull(u)):
        assert np.shape(cotangent) == shapes.input_shapes[place]
        whole = [np.array(np.broadcast_to(a, shapes.result_shape)) for a in (x, y)]
        by_element = vjp(function, *whole)[1](u)[place]  # no broadcasting here
        expected = jvp(lambda a: np.broadcast_to(a, u.shape), ((x, y)[place],), ((x, y)[place],))[1]
        found = np.sum(cotangent * (x, y)[place])
        assert found == pytest.approx(np.sum(by_element * expected), rel=1e-9, abs=1e-9)


# linalg


def test_only_the_triangle_that_is_read_has_a_derivative():
    a, b = np.arange(1.0, 10).reshape(3, 3), np.ones(3)
    for lower in (False, True):
        gradient = grad(lambda a, low=lower: np.sum(asp.linalg.solve_triangular(a, b, lower=low)))(
            a
        )
        other = np.triu(gradient, 1) if lower else np.tril(gradient, -1)
        assert not other.any() and gradient.any()
    unit_gradient = grad(lambda a: np.sum(asp.linalg.solve_triangular(a, b, unit_diagonal=True)))(a)
    assert not np.diagonal(unit_gradient).any() and unit_gradient.any()


def test_a_square_root_without_a_rule_is_refused():
    with pytest.raises(MissingRule, match="one by one"):
        asp.linalg.sqrtm(tensor(np.stack([np.eye(2), np.eye(2)])))
    with pytest.raises(MissingRule, match="Leave them out"):
        asp.linalg.sqrtm(tensor(np.eye(2)), True)


# signal


def directly(x, y, mode):
    """A convolution over the last two axes, channels summed, written as loops."""
    out = np.stack(
        [
            np.stack(
                [
                    sum(scipy.signal.convolve(x[i, c], y[c, j], mode) for c in range(2))
                    for j in (0, 1, 2)
                ]
            )
            for i in range(2)
        ]
    )
    return out


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
def test_images_are_convolved_with_channels_summed(mode):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 2, 5, 4)), rng.normal(size=(2, 3, 3, 2))

    def convolved(x, y):
        return asp.signal.convolve(x, y, mode, axes=([2, 3], [2, 3]), dot_axes=([1], [0]))

    np.testing.assert_allclose(convolved(tensor(x), y).numpy(), directly(x, y, mode), atol=1e-12)
    check_grads(convolved)(x, y)


def test_a_convolution_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="at least as large"):
        asp.signal.convolve(tensor(np.ones((3, 2))), np.ones((2, 3)), "valid")
    with pytest.raises(ValueError, match="mode must be"):
        asp.signal.convolve(tensor(np.ones(3)), np.ones(2), "half")
    with pytest.raises(ValueError, match="same dimensionality"):
        asp.signal.convolve(tensor(np.ones(3)), np.ones((2, 2)))
    with pytest.raises(MissingRule, match="Use convolve"):
        asp.signal.fftconvolve(tensor(np.ones((3, 2))), np.ones((3, 2)), axes=0)


# integrate

TIGHT = {"rtol": 1e-11, "atol": 1e-11}


def pendulum(y, t, a, b):
    return [y[1] * b["pull"] + 0.1 * t, -a * np.sin(y[0])]


def swing(y0, t, a, b):
    return asp.integrate.odeint(pendulum, y0, t, (a, {"pull": b}), **TIGHT)


START = (np.array([0.5, -0.2]), np.array([0.0, 0.3, 0.7, 1.2]), np.array(1.5), np.array(0.8))


def test_the_solution_of_an_equation_is_differentiated_by_start_times_and_parameters():
    rng = np.random.default_rng(0)
    ys, pull = vjp(swing, *START)
    plain = scipy.integrate.odeint(pendulum, START[0], START[1], (1.5, {"pull": 0.8}), **TIGHT)
    np.testing.assert_array_equal(ys, plain)
    u = rng.normal(size=ys.shape)
    directions = tuple(rng.normal(size=np.shape(x)) for x in START)
    pulled = sum(np.sum(a * v) for a, v in zip(pull(u), directions, strict=True))
    pushed = np.sum(u * jvp(swing, START, directions)[1])
    assert pulled == pytest.approx(pushed, rel=1e-7)
    for place in range(4):
        alone = tuple(v * (i == place) for i, v in enumerate(directions))
        check = np.sum(u * jvp(swing, START, alone)[1])
        assert np.sum(pull(u)[place] * directions[place]) == pytest.approx(check, rel=1e-7)
        h = 1e-4
        ahead, behind = (
            swing(*(x + s * h * v for x, v in zip(START, alone, strict=True))) for s in (1, -1)
        )
        assert check == pytest.approx(np.sum(u * (ahead - behind)) / (2 * h), rel=1e-5)


def test_second_derivatives_of_a_solution():
    def last(a, b):
        return np.sum(swing(START[0], START[1], a, b)[-1])

    check_grads(last, order=2)(1.5, 0.8)


def test_an_equation_with_a_known_solution_of_its_parameter():
    def at_one(rate):
        return asp.integrate.odeint(
            lambda t, y, rate: rate * y, 2.0, np.array([0.0, 1.0]), (rate,), tfirst=True, **TIGHT
        )[1, 0]

    assert grad(at_one)(0.5) == pytest.approx(2 * np.exp(0.5), rel=1e-8)
    assert grad(grad(at_one))(0.5) == pytest.approx(2 * np.exp(0.5), rel=1e-7)


def test_a_slope_that_depends_on_nothing_needs_no_warning():
    t = np.linspace(0.0, 1.0, 3)

    def reached(y0):
        return asp.integrate.odeint(lambda y, t: np.ones(2), y0, t, **TIGHT)[-1]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(jacobian(reached)(np.zeros(2)), np.eye(2))
        np.testing.assert_allclose(jvp(reached, (np.zeros(2),), (np.ones(2),))[1], np.ones(2))


def test_an_option_without_a_rule_is_refused():
    with pytest.raises(MissingRule, match="full_output"):
        asp.integrate.odeint(lambda y, t: y, tensor([1.0]), np.ones(2), full_output=True)


# autograd's layout


def test_autograd_s_layout_holds_the_same_functions():
    import adlearn.compat.autograd.scipy as autograd_scipy
    import adlearn.compat.autograd.scipy.stats.norm as normal_module

    assert autograd_scipy.special.logsumexp is asp.special.logsumexp
    assert autograd_scipy.linalg.expm is asp.linalg.expm
    assert autograd_scipy.integrate.odeint is asp.integrate.odeint
    assert grad(normal_module.logpdf)(0.5, 0.1, 2.0) == pytest.approx(-0.1)
    for name in autograd_scipy.stats.__all__:
        module = getattr(autograd_scipy.stats, name)
        assert any(getattr(module, f, None) for f in ("logpdf", "logpmf"))


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
def test_a_convolution_with_autograd_s_arguments(mode):
    theirs = pytest.importorskip("autograd.scipy.signal")
    from adlearn.compat.autograd.scipy.signal import convolve

    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 2, 5, 4)), rng.normal(size=(2, 3, 3, 2))
    axes, dot_axes = ([2, 3], [2, 3]), ([1], [0])
    expected = theirs.convolve(x, y, axes, dot_axes, mode)
    np.testing.assert_allclose(convolve(tensor(x), y, axes, dot_axes, mode).numpy(), expected)
    np.testing.assert_allclose(convolve(x, y, axes, dot_axes, mode), expected)
