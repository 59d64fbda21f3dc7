"""What the rules for SciPy's functions promise beside their numbers: where plain SciPy works and
where it cannot, what is refused, and what happens at poles, outside of a support and far out.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from adlearn import check_grads, grad, jacfwd, jacobian, jvp, tensor, vjp
from adlearn.errors import LostDerivative, MissingRule
from adlearn.installed import remedy

pytest.importorskip("scipy")

import scipy.integrate  # noqa: E402
import scipy.linalg  # noqa: E402
import scipy.signal  # noqa: E402
import scipy.special as special  # noqa: E402
import scipy.stats  # noqa: E402

import adlearn.scipy as asp  # noqa: E402

EVERYWHERE = ["pdf", "logpdf", "cdf", "sf", "logcdf", "logsf"]

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
    assert remedy("scipy") in found.stderr


@pytest.mark.parametrize(
    "f",
    [
        special.logsumexp,
        lambda x: special.polygamma(1, x),
        scipy.stats.norm.logpdf,
        lambda x: scipy.linalg.expm(np.ones((2, 1)) * x),
        lambda x: scipy.linalg.lu(np.ones((2, 1)) * x),
        lambda x: asp.linalg.schur(np.ones((2, 1)) * x),
        lambda x: scipy.integrate.odeint(lambda y, t: y, x, [0.0, 1.0]),
    ],
)
def test_a_function_that_scipy_does_not_hand_over_says_where_it_is(f):
    with pytest.raises(LostDerivative, match="adlearn.scipy"):
        grad(lambda x: np.sum(f(x)))(np.ones(2))


@pytest.mark.filterwarnings("ignore:invalid value")  # polygamma of an order of 1.5
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


def test_complex_gamma_has_as_many_derivatives_as_asked_for():
    z = np.array([0.3 + 0.4j, -3.2 - 0.5j, 40.0 + 1j])
    np.testing.assert_allclose(vjp(special.loggamma, z)[1](np.ones(3, complex))[0], special.psi(z))
    second = jvp(special.psi, (z,), (np.ones(3),))[1]
    h = 1e-4
    differences = (special.psi(z + h) - special.psi(z - h)) / (2 * h)
    np.testing.assert_allclose(second, differences, rtol=1e-6)
    third = jvp(lambda z: jvp(special.psi, (z,), (np.ones(3),))[1], (z,), (np.ones(3),))[1]
    h = 1e-3
    differences = (special.psi(z + h) - 2 * special.psi(z) + special.psi(z - h)) / h**2
    np.testing.assert_allclose(third, differences, rtol=1e-4)


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


def test_wrong_parameters_are_refused():
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


SHAPES = {"gamma": (1.7,), "chi2": (2.5,), "beta": (1.7, 2.5), "t": (3.5,), "lognorm": (0.6,)}
SHAPES["weibull_min"] = (1.7,)


@pytest.mark.parametrize("method", ["mean", "var", "std", "entropy"])
@pytest.mark.parametrize(
    "name",
    [
        *("norm", "expon", "laplace", "logistic", "uniform", *SHAPES),
        *("gumbel_r", "gumbel_l", "rayleigh", "halfnorm"),
    ],
)
def test_the_numbers_of_a_distribution_have_derivatives_by_its_parameters(name, method):
    parameters = np.array([*SHAPES.get(name, ()), 0.3, 1.4])
    of_scipy = lambda p: getattr(getattr(scipy.stats, name)(*p), method)()  # noqa: E731
    of_ours = lambda p: getattr(getattr(asp.stats, name)(*p), method)()  # noqa: E731
    np.testing.assert_allclose(of_ours(tensor(parameters)).numpy(), of_scipy(parameters))
    h = 1e-5 * np.eye(len(parameters))
    differences = [(of_scipy(parameters + d) - of_scipy(parameters - d)) / 2e-5 for d in h]
    np.testing.assert_allclose(grad(of_ours)(parameters), differences, rtol=1e-6, atol=1e-8)


def test_what_a_distribution_has_no_derivative_of_is_refused():
    for method, arguments in (("ppf", (0.3,)), ("rvs", ()), ("interval", (0.9,))):
        with pytest.raises(MissingRule, match=f"norm.{method} has no derivative"):
            getattr(asp.stats.norm(tensor(1.0), 1.0), method)(*arguments)
    assert asp.stats.norm.ppf(0.5, 1.0) == 1.0


def test_parameters_that_make_no_sense_have_the_derivative_nan_in_both_modes():
    x, scale = np.array([0.1, 0.2]), np.array([1.0, -1.0])
    for f in (asp.stats.norm.pdf, asp.stats.uniform.cdf, asp.stats.laplace.logsf):
        of_scale = lambda s, f=f: f(x, 0.0, s)  # noqa: E731
        pulled = vjp(of_scale, scale)[1](np.ones(2))[0]
        np.testing.assert_array_equal(np.isnan(pulled), [False, True])
        np.testing.assert_array_equal(np.isnan(jvp(of_scale, (scale,), (x,))[1]), [False, True])


@pytest.mark.parametrize(
    "f",
    [
        lambda df: asp.stats.t.mean(df, scale=-1.0),
        lambda df: asp.stats.t.mean(df - 3.0),
        lambda df: asp.stats.t.mean(df - 2.0, scale=-1.0),
        lambda df: asp.stats.t.std(df - 1.0, scale=-1.0),
        lambda scale: asp.stats.norm.mean(0.5, -scale),
        lambda x: asp.stats.uniform.logpdf(x, 0.0, -1.0),
        lambda x: asp.stats.uniform.pdf(x - 2.0, 0.0, -1.0),
        lambda x: asp.stats.uniform.logpdf(x * np.nan),
        lambda x: asp.stats.t.logpdf(x, df=-1.0),
        lambda loc: asp.stats.gumbel_r.cdf(np.nan, loc),
        lambda p: asp.stats.bernoulli.pmf(1, p),
        lambda p: asp.stats.binom.sf(7, 5, p),
        lambda p: asp.stats.geom.cdf(1, p - 4.0),
        lambda n: asp.stats.nbinom.logpmf(1, n, 1.5),
        lambda p: asp.stats.nbinom.mean(2.0, p),
        lambda p: asp.stats.binom.cdf(np.nan, 5, p - 2.0),
        lambda mu: asp.stats.poisson.logsf(-1, -mu),
    ],
)
def test_what_is_level_has_the_slope_nan_too_where_parameters_make_no_sense(f):
    assert np.isnan(f(2.5)) and np.isnan(grad(f)(2.5)) and np.isnan(jvp(f, (2.5,), (1.0,))[1])


def test_a_mean_that_is_there_or_infinite_does_not_move_with_the_degrees_of_freedom():
    for df in (2.5, 0.5):
        assert grad(asp.stats.t.mean)(df) == jvp(asp.stats.t.mean, (df,), (1.0,))[1] == 0.0


def test_a_covariance_may_be_allowed_to_be_singular_where_it_is_not():
    normal, x = asp.stats.multivariate_normal, np.array([0.1, -0.2])
    covariance = np.array([[2.0, 0.3], [0.3, 1.0]])
    found, expected = (
        grad(lambda c, a=a: normal.logpdf(x, None, c, a))(covariance) for a in (True, False)
    )
    np.testing.assert_array_equal(found, expected)
    assert found[0, 1] == 0 != found[1, 0]  # SciPy reads the lower triangle
    flat, mean = np.ones((2, 2)), np.zeros(2)
    with pytest.raises(MissingRule, match="eigh"):
        grad(lambda x: normal.logpdf(x, mean, flat, True))(np.ones(2))
    w, v = np.linalg.eigh(flat)
    remedy = grad(
        lambda x: np.sum(asp.stats.norm.logpdf((x - mean) @ v[:, 1:], scale=np.sqrt(w[1:])))
    )
    h = 1e-6 * np.ones(2)
    ahead, behind = (
        scipy.stats.multivariate_normal.logpdf(np.ones(2) + s * h, mean, flat, True)
        for s in (1, -1)
    )
    assert np.sum(remedy(np.ones(2))) == pytest.approx((ahead - behind) / 2e-6)


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
    if "disp" in inspect.signature(scipy.linalg.sqrtm).parameters:
        with pytest.raises(MissingRule, match="Leave disp out"):
            asp.linalg.sqrtm(tensor(np.eye(2)), False)


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


@pytest.mark.parametrize(
    "call",
    [
        lambda s, x: s.convolve(x, x, "same", "fast"),
        lambda s, x: s.correlate(x, x, "same", "fast"),
        lambda s, x: s.correlate(x, x, "half"),
        lambda s, x: s.convolve2d(x, x, "half"),
        lambda s, x: s.correlate2d(x, x, "half"),
        lambda s, x: s.convolve2d(x, x, "same", "torn"),
        lambda s, x: s.convolve2d(x[0], x[0]),
    ],
)
def test_an_option_that_scipy_does_not_know_is_refused(call):
    for module, x in ((scipy.signal, np.ones((3, 2))), (asp.signal, tensor(np.ones((3, 2))))):
        with pytest.raises(ValueError):
            call(module, x)


@pytest.mark.parametrize("around", ["pad", "circular", "symmetric"])
def test_what_is_around_an_image_has_two_names(around):
    x, y = np.arange(6.0).reshape(2, 3), np.arange(1.0, 5.0).reshape(2, 2)
    np.testing.assert_allclose(
        asp.signal.convolve2d(tensor(x), y, "same", around, 2.0).numpy(),
        scipy.signal.convolve2d(x, y, "same", around, 2.0),
    )


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


def test_second_derivatives_of_a_solution_in_every_mixture_of_modes():
    point, v = (np.array(1.5), np.array(0.8)), (np.array(0.7), np.array(-0.4))

    def last(a, b):
        return np.sum(swing(START[0], START[1], a, b)[-1])

    def forward(*x):
        return jvp(last, x, v)[1]

    def reverse(*x):
        return vjp(last, *x)[1](1.0)

    h = 1e-4
    ahead, behind = (
        reverse(*(x + s * h * y for x, y in zip(point, v, strict=True))) for s in (1, -1)
    )
    expected = (np.array(ahead) - np.array(behind)) / (2 * h)
    np.testing.assert_allclose(jvp(reverse, point, v)[1], expected, rtol=1e-5)
    np.testing.assert_allclose(vjp(reverse, *point)[1](v), expected, rtol=1e-5)
    np.testing.assert_allclose(vjp(forward, *point)[1](1.0), expected, rtol=1e-5)
    assert jvp(forward, point, v)[1] == pytest.approx(np.dot(expected, v), rel=1e-5)


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


def test_counts_have_no_derivative_and_impossible_ones_no_probability():
    for call in (
        lambda t: asp.stats.binom.logpmf(t, 5, 0.3),
        lambda t: asp.stats.binom.logpmf(2, t, 0.3),
        lambda t: asp.stats.geom.cdf(t, 0.3),
    ):
        with pytest.raises(MissingRule, match="whole number"):
            grad(call)(2.0)
    k = np.array([-1, 0, 1.5, 5, 6])
    for how, p in (("pmf", 0.3), ("logpmf", 0.3), ("cdf", 0.3), ("sf", 0.3), ("pmf", 1.3)):
        found = jvp(lambda p, how=how: getattr(asp.stats.binom, how)(k, 5, p), (p,), (1.0,))[0]
        np.testing.assert_allclose(found, getattr(scipy.stats.binom, how)(k, 5, p), atol=1e-15)
    with pytest.raises(MissingRule, match="Sum pdf"):
        asp.stats.vonmises.cdf(tensor(1.0), 2.0)
    with pytest.raises(TypeError, match="n, p, loc"):
        asp.stats.binom.cdf(1, 5, tensor(0.3), scale=2.0)


@pytest.mark.parametrize("method", ["mean", "var", "std"])
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("bernoulli", (0.3,)),
        ("poisson", (1.7,)),
        ("geom", (0.3,)),
        ("nbinom", (2.5, 0.3)),
    ],
)
def test_the_numbers_of_a_distribution_of_counts_have_derivatives(name, parameters, method):
    x = np.array([*parameters, 0.2])
    theirs = lambda x: getattr(getattr(scipy.stats, name), method)(*x)  # noqa: E731
    ours = lambda x: getattr(getattr(asp.stats, name), method)(*x)  # noqa: E731
    differences = [(theirs(x + d) - theirs(x - d)) / 2e-6 for d in 1e-6 * np.eye(len(x))]
    assert ours(tensor(x)).numpy() == pytest.approx(theirs(x))
    np.testing.assert_allclose(grad(ours)(x), differences, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ["pareto", "f", "invgamma", "vonmises"])
def test_a_number_of_a_distribution_without_a_rule_names_a_remedy(name):
    shapes = {"f": (3.3, 4.5)}.get(name, (2.3,))
    with pytest.raises(MissingRule, match=rf"{name}.std .*x.numpy"):
        getattr(asp.stats, name).std(*shapes, scale=tensor(1.0))
    assert np.isfinite(getattr(asp.stats, name).std(*shapes))


@pytest.mark.parametrize(
    ("name", "before", "p"),
    [("binom", (0,), 0.3), ("binom", (2.5,), 0.3), ("geom", (), 0.0), ("nbinom", (2.5,), 0.0)],
)
def test_what_makes_sense_as_a_parameter_scipy_says(name, before, p):
    for how in EVERYWHERE[2:4]:
        f = lambda p, how=how: getattr(getattr(asp.stats, name), how)(0, *before, p)  # noqa: E731
        found, slope = jvp(f, (p,), (1.0,))
        assert_same = np.testing.assert_array_equal
        assert_same(found, getattr(getattr(scipy.stats, name), how)(0, *before, p))
        assert_same([slope, grad(f)(p)], [0.0, 0.0] if np.isfinite(found) else [np.nan, np.nan])


A, B, Q = np.array([[1.0, 4], [-2, 3]]), np.array([[2.0, 1], [-3, 2]]), np.eye(2)
EQUATIONS = {
    "q": lambda q: asp.linalg.solve_continuous_lyapunov(A, q),
    "a": lambda a: asp.linalg.solve_continuous_lyapunov(A @ a, Q),
    "b": lambda b: asp.linalg.solve_sylvester(A, B @ b, Q),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_real_equation_takes_complex_cotangents(name):
    f = lambda x: np.sum(np.abs(EQUATIONS[name](x) + 1j))  # noqa: E731
    check_grads(f)(Q)
    np.testing.assert_allclose(grad(f)(Q), jacobian(f)(Q), rtol=1e-10)


def test_an_equation_that_scipy_solves_wrongly_is_refused_with_a_remedy_that_works():
    def f(a):
        return lambda q: np.sum(np.abs(asp.linalg.solve_sylvester(a, B + 0j, q)))

    with pytest.raises(MissingRule, match="a \\+ 0j"):
        grad(f(A))(Q * 1j)
    check_grads(f(A + 0j))(Q * 1j)


LOW_RANK = [np.diag([2.0, 0.0]), np.ones((2, 3)), np.ones((3, 2)), np.array([[1, 2j], [2, 4j]])]


@pytest.mark.parametrize("x", LOW_RANK, ids=["diagonal", "wide", "tall", "complex"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_polar_factors_of_low_rank_are_scipy_s_and_have_no_derivative(side, x):
    factors, _ = vjp(lambda x: asp.linalg.polar(x, side), x)
    for ours, theirs in zip(factors, scipy.linalg.polar(x, side), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-13)
    for f in (jacobian, jacfwd):
        assert np.isnan(f(lambda x: np.sum(np.abs(asp.linalg.polar(x, side)[1])))(x)).all()


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3)])
def test_a_rotation_has_derivatives_of_every_order(shape):
    real, imaginary = np.random.default_rng(0).normal(size=(2, *shape))
    for x in (real, real + 1j * imaginary):
        check_grads(lambda x: asp.linalg.polar(x)[0], order=2)(x)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("factor", [0, 1])
def test_polar_factors_near_a_singular_matrix_keep_their_digits(side, factor):
    u, v = (np.linalg.qr(x)[0] for x in np.random.default_rng(1).normal(size=(2, 3, 3)))
    f = lambda x: asp.linalg.polar(x, side)[factor]  # noqa: E731
    slopes = jacobian(f)(u @ np.diag([1.0, 0.5, 1e-13]) @ v)
    beside = jacobian(f)(u @ np.diag([1.0, 0.5, 1e-9]) @ v)  # smooth, as two are never both small
    np.testing.assert_allclose(jacfwd(f)(u @ np.diag([1.0, 0.5, 1e-13]) @ v), slopes, atol=1e-12)
    np.testing.assert_allclose(slopes, beside, atol=1e-7)


@pytest.mark.filterwarnings("ignore::scipy.linalg.LinAlgWarning")
@pytest.mark.parametrize("x", [np.diag([2.0, 0.0]), np.array([[1, 2j], [2, 4j]])])
def test_a_root_of_a_singular_matrix_has_no_derivative_though_its_zero_is_rounded(x):
    for f in (jacobian, jacfwd):
        assert np.isnan(f(lambda x: np.sum(np.real(asp.linalg.sqrtm(x))))(x)).all()


@pytest.mark.parametrize("shapes", [("weibull_min", 0.5), ("weibull_min", 1.0), ("f", 2.0, 3.0)])
def test_a_density_that_is_not_0_at_the_end_of_its_support_is_scipys_there(shapes):
    name, *parameters = shapes
    ours, theirs = getattr(asp.stats, name), getattr(scipy.stats, name)
    for method in ("pdf", "logpdf", "cdf"):
        value, _ = jvp(lambda x, m=method: getattr(ours, m)(x, *parameters), (0.0,), (1.0,))
        assert value == pytest.approx(getattr(theirs, method)(0.0, *parameters), abs=1e-14)
