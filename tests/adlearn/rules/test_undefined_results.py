"""Where nothing is left to reduce, a value is nan or infinite. So is its derivative for whoever
uses it, in both modes, and nobody else gets anything of it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from adlearn import derivative, grad, hessian, jacfwd, jacobian, jvp, vjp

# The second row is nan throughout, the first in one place.
A = np.array([[1.0, 2.0, np.nan, 4.0], [np.nan] * 4, [0.5, 3.0, -1.0, 2.0]])
X = np.array([1.0, 2.0, 4.0])

OF_ROWS = {
    "nanmax": lambda a: np.nanmax(a, axis=1),
    "nanmin": lambda a: np.nanmin(a, axis=1),
    "nanmedian": lambda a: np.nanmedian(a, axis=1),
    "nanquantile": lambda a: np.nanquantile(a, 0.3, axis=1),
    "nanpercentile": lambda a: np.nanpercentile(a, [30, 60], axis=1),
    "nanmean": lambda a: np.nanmean(a, axis=1),
    "nanvar": lambda a: np.nanvar(a, axis=1),
    "nanstd": lambda a: np.nanstd(a, axis=1),
    "max": lambda a: np.max(a, axis=1),
    "median": lambda a: np.median(a, axis=1),
    "ptp": lambda a: np.ptp(a, axis=1),
    "var": lambda a: np.var(a, axis=1),
    "std": lambda a: np.std(a, axis=1, ddof=1),
    "prod": lambda a: np.prod(a, axis=1),
    "cumprod": lambda a: np.cumprod(a, axis=1),
    "masked mean": lambda a: np.mean(a, axis=1, where=~np.isnan(A)),
    "masked var": lambda a: np.var(a, axis=1, where=~np.isnan(A)),
}


@pytest.fixture(autouse=True)
def without_numpy_s_warnings():
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


@pytest.mark.parametrize("reduce", OF_ROWS.values(), ids=OF_ROWS)
def test_a_row_without_numbers_does_not_reach_who_leaves_it_out(reduce):
    f = lambda w: np.nansum(reduce(A * w))  # noqa: E731
    slope = (f(1 + 1e-5) - f(1 - 1e-5)) / 2e-5
    assert grad(f)(1.0) == pytest.approx(slope, rel=1e-7)
    assert jvp(f, (1.0,), (1.0,))[1] == pytest.approx(slope, rel=1e-7)
    total = lambda w: np.sum(reduce(A * w))  # noqa: E731
    assert np.isnan(grad(total)(1.0)) and np.isnan(jvp(total, (1.0,), (1.0,))[1])


NOTHING_FREE = {
    "var": lambda x: np.var(x, ddof=3),
    "std": lambda x: np.std(x, ddof=4),
    "masked var": lambda x: np.var(x, ddof=2, where=x < 3.0),
    "masked std": lambda x: np.std(x, ddof=3, where=x < 9.0),
    "nanvar": lambda x: np.nanvar(x, ddof=3),
    "cov": lambda x: np.cov(x, ddof=3),
    "empty mask": lambda x: np.mean(x, where=x > 99.0),
    "all nan": lambda x: np.nanmean(x * np.nan),
    "one element, nan skipped": lambda x: np.nanstd(x[:1], ddof=1) + 0.0 * np.sum(x),
    "one element": lambda x: np.std(x[:1], ddof=1) + 0.0 * np.sum(x),
}


@pytest.mark.parametrize("f", NOTHING_FREE.values(), ids=NOTHING_FREE)
def test_the_derivative_of_what_is_over_nothing_is_nan_in_both_modes(f):
    assert not np.isfinite(f(X))
    reverse, forward = grad(f)(X), jacfwd(f)(X)
    np.testing.assert_array_equal(np.isnan(reverse), np.isnan(forward))
    assert np.isnan(reverse[0])


OF_NO_ELEMENTS = {
    "mean": lambda x: np.mean(x[:0]),
    "var": lambda x: np.var(x[x > 9.0]),
    "std": lambda x: np.std((2.0 * x)[3:]),
    "median": lambda x: np.median(x[:0]),
    "of one axis": lambda x: np.mean(np.outer(x[:0], x)),
    "product": lambda x: np.prod(x[:0]) * np.nan,
    "dot": lambda x: np.dot(x[:0], x[:0]) / 0.0,
    "joined": lambda x: np.mean(np.concatenate([x[:0], x[3:]])),
}


@pytest.mark.parametrize("f", OF_NO_ELEMENTS.values(), ids=OF_NO_ELEMENTS)
def test_no_variable_has_a_part_in_what_is_made_of_no_elements(f):
    assert np.isnan(f(X))
    for slopes in (grad(f)(X), jacfwd(f)(X), jvp(f, (X,), (np.ones(3),))[1]):
        np.testing.assert_array_equal(slopes, 0.0)
    beside = lambda x: np.stack([f(x), x[0]])  # noqa: E731
    np.testing.assert_array_equal(jacfwd(beside)(X), jacobian(beside)(X))
    both = lambda x: f(x) + x[0]  # noqa: E731
    np.testing.assert_array_equal(jacfwd(both)(X), [np.nan, 0.0, 0.0])
    np.testing.assert_array_equal(grad(both)(X), [np.nan, 0.0, 0.0])


@pytest.mark.parametrize("f", [np.sqrt, np.log, lambda x: np.linalg.cond(x * np.ones((2, 2)))])
def test_what_has_no_derivative_has_no_second_one_in_any_mix_of_modes(f):
    def slope(x):
        return jvp(f, (x,), (1.0,))[1]

    x = -1.0
    for second in (grad(grad(f)), grad(slope)):
        assert np.isnan(second(x))
    for first in (grad(f), slope):
        assert np.isnan(jvp(first, (x,), (1.0,))[1])


ZEROS = {"a zero": np.array([0.0, 1.0, -2.0]), "zeros": np.zeros(3)}


@pytest.mark.parametrize("x", ZEROS.values(), ids=ZEROS)
@pytest.mark.parametrize("order", [0.5, 1.5, 3, -1])
def test_where_a_norm_has_no_second_derivative_no_mix_of_modes_gives_a_number(order, x):
    def norm(x):
        return np.linalg.norm(x, order)

    ways = [of(by(norm))(x) for of in (jacfwd, jacobian) for by in (jacfwd, jacobian)]
    for way in ways:
        both = np.isfinite(way) & np.isfinite(ways[-1])
        np.testing.assert_allclose(way[both], ways[-1][both], atol=1e-12)
        assert np.isnan(way[0, 0]) != (order == 3 and x.any())


@pytest.mark.parametrize("order", [-0.5, -1, -2, -np.inf])
def test_a_norm_of_negative_order_rests_at_a_zero(order):
    for of in (jacfwd, jacobian):
        np.testing.assert_array_equal(of(lambda x: np.linalg.norm(x, order))(ZEROS["a zero"]), 0.0)


UNCHOSEN = {
    "where": lambda v: np.where(v > 0, np.sqrt(v), v),
    "choose": lambda v: np.choose(int(v > 0), [v, np.sqrt(v)]),
    "element": lambda v: np.stack([v, np.sqrt(v)])[0],
    "nansum": lambda v: np.nansum(np.stack([v, np.sqrt(v)])),
    "fmin": lambda v: np.fmin(v, np.sqrt(v)),
}


@pytest.mark.parametrize("choose", UNCHOSEN.values(), ids=UNCHOSEN)
def test_a_single_number_that_was_not_chosen_has_no_part_in_any_order(choose):
    f = lambda v: choose(v) ** 2  # noqa: E731
    for first in (grad, derivative):
        assert first(f)(-0.5) == -1.0
        for second in (grad, derivative):
            assert second(first(f))(-0.5) == 2.0


def test_what_was_not_chosen_has_no_part_however_steep_it_is():
    x = np.array([0.0, 0.25, 4.0])  # the root is infinitely steep at 0
    for choose in (
        np.max,
        np.median,
        lambda y: np.quantile(y, 0.75),
        lambda y: np.partition(y, 2)[2],
    ):
        f = lambda x, choose=choose: choose(np.sqrt(x))  # noqa: E731
        slopes = jacfwd(f)(x)
        np.testing.assert_allclose(grad(f)(x), slopes)
        assert slopes[0] == 0.0


@pytest.mark.parametrize("function", [np.var, np.std])
@pytest.mark.parametrize("where", [True, X > 1.5])
def test_a_mean_that_is_given_is_the_mean(function, where):
    f = lambda m, x: function(x, mean=m, ddof=0.5, where=where)  # noqa: E731
    h = 1e-6
    for m in (1.5, np.array([3.0])):
        value, slope = jvp(lambda m: np.sum(f(m, X)), (m,), (m * 0.0 + 1.0,))
        assert value == np.sum(f(m, X))
        assert slope == pytest.approx((np.sum(f(m + h, X)) - np.sum(f(m - h, X))) / (2 * h))
        assert np.sum(grad(lambda m: np.sum(f(m, X)))(m)) == pytest.approx(slope)
        steps = [(np.sum(f(m, X + h * e)) - np.sum(f(m, X - h * e))) / (2 * h) for e in np.eye(3)]
        np.testing.assert_allclose(grad(lambda x, m=m: np.sum(f(m, x)))(X), steps, atol=1e-8)


WEIGHTS = np.array([0.5, 2.0, 1.0, 1.5])
M = np.array([[1.0, 2.0, 0.5, 3.0], [0.3, -1.0, 2.0, 1.0], [2.0, 0.1, 0.7, -0.4]])


@pytest.mark.parametrize(
    ("m", "options"),
    [
        (M, {"aweights": WEIGHTS}),
        (M, {"aweights": WEIGHTS, "fweights": [1, 2, 1, 3], "ddof": 2}),
        (M, {"fweights": [1, 2, 1, 3], "bias": True}),
        (M[:1], {"rowvar": False}),
        (M[:, :1], {"rowvar": False}),
        (M[0], {"rowvar": False, "y": M[1]}),
        (M.T, {"rowvar": False, "y": M[:2].T}),
        (M[:0], {}),
    ],
)
def test_cov_takes_what_numpy_s_takes(m, options):
    f = lambda x: np.cov(x, **options)  # noqa: E731
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value, tangent = jvp(f, (m,), (np.cos(m),))
        np.testing.assert_allclose(value, f(m), rtol=1e-12)
        assert np.shape(value) == np.shape(f(m))
        if np.isfinite(value).all() and value.size:
            h = 1e-6
            steps = (f(m + h * np.cos(m)) - f(m - h * np.cos(m))) / (2 * h)
            np.testing.assert_allclose(tangent, steps, atol=1e-8)
            pulled = np.tensordot(jacobian(f)(m), np.cos(m), m.ndim)
            np.testing.assert_allclose(pulled, tangent, atol=1e-12)


def test_a_variance_of_weights_that_are_traced():
    f = lambda w: np.cov(M[0], aweights=w)[()]  # noqa: E731
    steps = [(f(WEIGHTS + e) - f(WEIGHTS - e)) / 2e-6 for e in 1e-6 * np.eye(4)]
    np.testing.assert_allclose(grad(f)(WEIGHTS), steps, atol=1e-8)


EMPTY = np.zeros((0, 3))


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.median(x, axis=1),
        lambda x: np.quantile(x, [0.2, 0.5], axis=1),
        lambda x: np.take(x, [], axis=1),
        lambda x: np.resize(x, (2, 2)) + np.sum(x),
        lambda x: np.delete(x, [], 1),
        lambda x: np.insert(x, [], 1.0),
        lambda x: np.sum(x, axis=0) + np.prod(x, axis=0),
        lambda x: np.cumprod(x, axis=0),
        lambda x: np.max(x, axis=0, initial=2.0),
        lambda x: np.einsum("ij->ji", x),
        lambda x: np.nan_to_num(x),
        lambda x: np.pad(x, ((1, 0), (0, 0))),
    ],
)
def test_an_array_of_nothing_has_a_derivative_of_nothing(f):
    shape = np.shape(f(EMPTY))
    for slopes in (jacobian(f)(EMPTY), jacfwd(f)(EMPTY)):
        assert slopes.shape == (*shape, 0, 3)
    second = hessian(lambda x: np.sum(f(x)))(EMPTY)
    assert second.shape == (0, 3, 0, 3)


def test_one_number_is_a_row_where_it_is_one_to_numpy():
    for f in (
        lambda x: np.take(x, [0, 0], 0),
        lambda x: np.compress([True], x, axis=-1),
        lambda x: np.repeat(x, 3),
        lambda x: np.cumsum(x, 0),
        lambda x: np.pad(x, 1),
        lambda x: np.insert(x, 0, 2.0),
        lambda x: np.append(x, x),
        *([lambda x: np.cumulative_sum(x)] if hasattr(np, "cumulative_sum") else []),
    ):
        assert np.shape(f(1.5)) == np.shape(jvp(f, (1.5,), (1.0,))[1])
        assert grad(lambda x, f=f: np.sum(f(x)))(1.5) == np.sum(jvp(f, (1.5,), (1.0,))[1]) > 0


@pytest.mark.parametrize("order", [2, 1, 3, 0.5, np.inf])
@pytest.mark.parametrize("x", [[np.inf, 1.0, 2.0], [0.0, -1.0, np.inf], [np.nan, 1.0, 2.0]])
def test_the_slopes_of_a_norm_that_is_no_number_are_the_same_in_both_modes(order, x):
    f = lambda x: np.linalg.norm(x, order)  # noqa: E731
    reverse = jacobian(f)(np.array(x))
    np.testing.assert_array_equal(jacfwd(f)(np.array(x)), reverse)
    if order in (2, 3) and np.inf in x:
        np.testing.assert_array_equal(reverse, np.where(np.isinf(x), np.nan, 0.0))


INFINITE = np.array([[4.0, 0.25, np.inf], [1.0, np.inf, np.inf], [4.0, 0.0, 1.0]])


@pytest.mark.parametrize(
    "reduce",
    [
        lambda y: np.prod(y, axis=1),
        lambda y: np.cumprod(y, axis=1)[:, 2],
        lambda y: y[:, 0] * y[:, 1] * y[:, 2],
    ],
)
def test_a_product_with_an_infinite_factor_is_the_same_by_every_way(reduce):
    f = lambda x: reduce(np.sqrt(x))  # noqa: E731
    slopes = np.zeros((3, 3, 3))
    slopes[0, 0], slopes[1, 1], slopes[2, 2] = [np.inf, np.inf, 0.0], [np.nan] * 3, [0, np.inf, 0]
    slopes[1, 1, 0] = np.inf
    for jacobian_of in (jacobian, jacfwd):
        np.testing.assert_array_equal(jacobian_of(f)(INFINITE), slopes)


@pytest.mark.parametrize("order", [2, 1, 3, 0.5, np.inf, 0, -1])
def test_a_row_of_infinite_norm_stays_by_itself(order):
    f = lambda x: np.linalg.norm(x, order, axis=1)  # noqa: E731
    reverse = jacobian(f)(INFINITE)
    np.testing.assert_array_equal(jacfwd(f)(INFINITE), reverse)
    assert not reverse[0, 1:].any() and not reverse[1, ::2].any() and not reverse[2, :2].any()


STEEP = {
    "square": (lambda x: np.sqrt(x) ** 2, np.nan),
    "product": (lambda x: np.prod(np.stack([np.sqrt(x), np.sqrt(x)])), np.nan),
    "dot": (lambda x: np.sqrt(x)[None] @ np.sqrt(x)[None], np.nan),
    "times a constant": (lambda x: np.sqrt(x) * 0.0, 0.0),
    "not chosen": (lambda x: np.where(x > 0.0, np.sqrt(x), 0.0), 0.0),
}


@pytest.mark.parametrize(("f", "slope"), STEEP.values(), ids=STEEP)
@pytest.mark.parametrize("u", [0.0, 1.0])
def test_a_zero_that_a_rule_multiplies_by_is_no_constant_to_an_outer_derivative(f, slope, u):
    for of in (grad, derivative):
        for along in (lambda u: vjp(f, 0.0)[1](u)[0], lambda u: jvp(f, (0.0,), (u,))[1]):
            np.testing.assert_equal(float(of(along)(u)), slope)


@pytest.mark.parametrize("reduce", [np.nanmean, np.nanvar, np.nanstd, np.nansum])
def test_a_single_number_has_the_axis_that_numpy_gives_it(reduce):
    f = lambda x: reduce(x, axis=0)  # noqa: E731
    x = np.float64(2.0)
    for slope in (grad(f)(x), jvp(f, (x,), (1.0,))[1]):
        assert slope == (1.0 if reduce in (np.nanmean, np.nansum) else 0.0)
    assert jvp(f, (x,), (1.0,))[0] == f(x)


def test_an_element_without_a_jump_stays_in_an_unwrapped_phase():
    x = np.array([np.inf, 0.0])
    np.testing.assert_array_equal(jvp(np.unwrap, (x,), (x,))[0], np.unwrap(x))


@pytest.mark.parametrize(
    "f",
    [lambda x: abs(x - x), lambda x: abs(x) - abs(x), lambda x: np.hypot(x - x, 0.0)]
    + [lambda x: np.sqrt(abs(x)), lambda x: abs(x) * x],
)
def test_a_kink_has_no_second_derivative_in_any_mix_of_modes_whatever_meets_it(f):
    for outer in (grad, derivative):
        for inner in (grad, derivative):
            assert np.isnan(outer(inner(f))(0.0))


def test_what_does_not_arrive_at_a_kink_keeps_its_second_derivatives():
    f = lambda x: np.sum(abs(x) + x * x)  # noqa: E731
    for outer in (jacfwd, jacobian):
        for inner in (jacfwd, jacobian):
            second = outer(inner(f))(np.array([0.0, 1.0]))
            np.testing.assert_array_equal(second, [[np.nan, 0.0], [0.0, 2.0]])


STEEP = {
    "a root of a difference": (lambda x: np.sqrt(2 * x - x), np.inf),
    "a root of a sum with a square": (lambda x: np.sqrt(x**2 + x), np.inf),
    "infinity times a difference": (lambda x: -np.inf * (2 * (x + 1) - (x + 1)), -np.inf),
    "a root of nothing": (lambda x: np.sqrt(x - x), np.nan),
    "two roots, one of them falling": (lambda x: np.sqrt(3 * x - x) - 2 * np.sqrt(x), np.nan),
    "two rising roots": (lambda x: np.sqrt(3 * x - x) + 2 * np.sqrt(x), np.inf),
    "a root that is not chosen": (lambda x: np.where(x > 0, np.sqrt(2 * x - x), x), 1.0),
}


@pytest.mark.parametrize("jacobian_of", [jacobian, jacfwd])
@pytest.mark.parametrize("name", STEEP)
def test_both_modes_tell_an_infinite_slope_from_one_that_is_undefined(name, jacobian_of):
    f, slope = STEEP[name]
    np.testing.assert_array_equal(jacobian_of(f)(0.0), slope)
    slopes = jacobian_of(lambda x: f(x[0]) + 3.0 * x[1])(np.array([0.0, 1.0]))
    np.testing.assert_array_equal(slopes, [slope, 3.0])


@pytest.mark.parametrize("jacobian_of", [jacobian, jacfwd])
def test_a_steep_slope_that_falls_does_so_beside_one_that_is_walked_anew(jacobian_of):
    f = lambda x: np.sqrt(2 * x[1] - x[1]) - np.sqrt(np.sqrt(x[0]))  # noqa: E731
    np.testing.assert_array_equal(jacobian_of(f)(np.zeros(2)), [-np.inf, np.inf])


def test_so_many_infinite_slopes_that_nobody_follows_each_are_undefined():
    for n, expected in ((5, np.inf), (100, np.nan)):
        slopes = grad(lambda x: np.sum(np.sqrt(2 * x - x)))(np.zeros(n))
        np.testing.assert_array_equal(slopes, np.full(n, expected))
