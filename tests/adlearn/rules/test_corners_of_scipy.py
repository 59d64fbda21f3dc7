"""Where a sum of exponentials or a quotient is asked for something that few programs ask."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import MissingRule, NotAssignable, derivative, grad, jvp, tensor, vjp

special = pytest.importorskip("scipy.special")
asp = pytest.importorskip("adlearn.scipy")


def test_a_quotient_with_a_zero_below_and_not_above_is_infinite():
    slope = grad(lambda y: special.xlogy(2.0, y))
    with np.errstate(divide="ignore"):
        assert slope(0.0) == np.inf and slope(4.0) == 0.5
    assert grad(lambda y: special.xlogy(0.0, y))(0.0) == 0.0


@pytest.mark.parametrize("mode", [grad, derivative])
def test_the_size_of_a_complex_sum_of_exponentials_is_real(mode):
    z, sizes = np.array([0.3 + 0.5j, -0.2 + 1.0j]), np.array([1.0, 2.0])

    def size(t):
        return asp.special.logsumexp(z + t * sizes, return_sign=True)[0]

    assert np.isrealobj(size(0.2))
    measured = (size(0.2 + 1e-6) - size(0.2 - 1e-6)) / 2e-6
    assert mode(size)(0.2) == pytest.approx(measured, rel=1e-8)


@pytest.mark.parametrize("mode", [grad, derivative])
def test_arguments_of_special_functions_have_their_names_and_none_is_ignored(mode):
    expected = mode(lambda x: asp.special.polygamma(1, x))(1.3)
    assert expected == pytest.approx(-1.198462514652, rel=1e-12)
    assert mode(lambda x: asp.special.polygamma(n=1, x=x))(1.3) == expected
    assert mode(lambda x: asp.special.polygamma(x=x, n=1))(1.3) == expected
    with pytest.raises(NotAssignable, match="out="):
        mode(lambda x: asp.special.zeta(2.0, x, out=np.zeros(())))(1.3)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # SciPy says that it cuts orders off
@pytest.mark.parametrize("mode", [grad, derivative])
@pytest.mark.parametrize("name", ["kn", "yn"])
def test_an_order_that_scipy_cuts_off_is_cut_off_in_the_slope(name, mode):
    function = getattr(special, name)
    assert mode(lambda x: function(2.9, x))(1.3) == mode(lambda x: function(2, x))(1.3)
    assert mode(lambda x: function(0.5, x))(1.3) == mode(lambda x: function(0, x))(1.3)


@pytest.mark.parametrize("mode", [grad, derivative])
def test_a_moment_that_is_not_there_has_no_slope(mode):
    stats = asp.stats
    assert np.isnan(mode(lambda loc: stats.cauchy.std(loc=loc))(0.3))
    assert np.isnan(mode(lambda df: stats.t.var(df, loc=1.0))(0.5))
    assert stats.t.mean(tensor(0.5)) == np.inf
    assert mode(lambda loc: stats.t.var(1.5, loc=loc))(0.3) == 0.0  # infinite
    assert mode(lambda loc: stats.norm.std(loc=loc))(0.3) == 0.0


@pytest.mark.parametrize("mode", [grad, derivative])
def test_an_integral_has_the_slope_that_stands_under_it(mode):
    x = 1.3
    assert mode(lambda x: special.expn(2, x))(x) == pytest.approx(-special.exp1(x), rel=1e-12)
    power = mode(lambda x: special.hyperu(1.5, 2.5, x))(x)  # this one is x**-1.5
    assert power == pytest.approx(-1.5 * x**-2.5, rel=1e-12)
    for place, slope in enumerate([np.sinh(x) / x, np.cosh(x) / x]):
        found = mode(lambda x, place=place: special.shichi(x)[place])(x)
        assert found == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize("mode", [grad, derivative])
def test_by_its_exponent_zeta_has_no_derivative(mode):
    with pytest.raises(MissingRule, match="zeta cannot be differentiated by its argument number 0"):
        mode(lambda x: asp.special.zeta(x, 2.0))(2.0)


def test_without_any_weight_the_largest_number_does_not_count_either():
    a, none = np.array([1.0, 2000.0]), np.zeros(2)
    value, slope = jvp(lambda b: asp.special.logsumexp(a, b=b), (none,), (np.array([1.0, 0.0]),))
    assert value == -np.inf and slope == np.inf


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("axis", [None, 0, 1, (0, 1)])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_beside_an_infinite_number_the_value_is_scipy_s(name, axis):
    x = np.array([[1.0, np.inf], [-np.inf, 2.0]])
    found = getattr(asp.special, name)(tensor(x), axis).numpy()
    np.testing.assert_array_equal(found, getattr(special, name)(x, axis))


@pytest.mark.parametrize("name", ["convolve", "correlate", "fftconvolve"])
@pytest.mark.parametrize("mode", ["full", "valid"])
def test_an_empty_array_is_convolved_or_refused_as_by_scipy(name, mode):
    signal = pytest.importorskip("scipy.signal")
    ours, theirs = getattr(asp.signal, name), getattr(signal, name)
    for a, b in ((np.zeros(0), np.ones(2)), (np.ones(2), np.zeros(0))):
        try:
            expected = theirs(a, b, mode)
        except ValueError:
            with pytest.raises(ValueError, match="empty"):
                ours(tensor(a), b, mode)
        else:
            assert np.shape(ours(tensor(a), b, mode)) == expected.shape


@pytest.mark.parametrize("mode", [grad, derivative])
def test_far_out_a_mean_of_powers_is_infinite_and_comes_at_once(mode):
    for x in (1e300, np.inf):
        assert mode(special.exprel)(x) == mode(lambda x: special.hyp1f1(1.0, 2.0, x))(x) == np.inf
    assert mode(lambda x: special.hyp1f1(-2.0, 3.0, x))(1e300) == pytest.approx(1e300 / 6)


def test_what_was_asked_of_scipy_by_its_options_is_its_answer():
    """A plain weight has no type, order 0 has a slope, and what we cannot do is refused."""
    single = np.ones((2, 2), np.float32)
    assert vjp(lambda a: asp.special.logsumexp(a, b=0.37), single)[0].dtype == np.float32
    z = np.array([0.0, 1.0, 0.5])
    slopes, _ = vjp(lambda z: asp.special.spherical_yn(0, z, True), z)
    np.testing.assert_allclose(slopes, special.spherical_yn(0, z, True))
    a, x = np.array([-1.29, np.inf, 0.56]), np.array([0.7, np.inf, -1.93])
    value, _ = vjp(lambda x: asp.special.hyp1f1(a, 0.88, x), x)
    np.testing.assert_allclose(value, special.hyp1f1(a, 0.88, x))
    for call in (
        lambda a: asp.linalg.eigh(a, driver="ev")[1],
        lambda a: asp.linalg.svd(a, lapack_driver="gesvd")[0],
    ):
        with pytest.raises(MissingRule, match="driver="):
            vjp(call, np.eye(2))
