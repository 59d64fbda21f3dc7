"""Finite differences know their own error; special functions do what they say."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from adlearn import numerical_derivative, numerical_gradient
from adlearn.floats.digamma import bernoulli, digamma, polygamma

SMOOTH = [
    (math.sin, math.cos, (-50.0, 50.0)),
    (math.exp, math.exp, (-20.0, 20.0)),
    (math.log, lambda x: 1 / x, (1e-3, 1e3)),
    (lambda x: x**7, lambda x: 7 * x**6, (-10.0, 10.0)),
    (math.tanh, lambda x: 1 - math.tanh(x) ** 2, (-5.0, 5.0)),
    (lambda x: 1e6 + math.cos(x), lambda x: -math.sin(x), (-5.0, 5.0)),
]


@pytest.mark.parametrize(("f", "slope", "span"), SMOOTH)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_the_error_estimate_covers_the_error(f, slope, span, data):
    x = data.draw(st.floats(*span))
    estimate, error = numerical_derivative(f, x)
    assert abs(estimate - slope(x)) <= 10 * error + 1e-13 * abs(slope(x))
    assert error <= 1e-6 * max(1.0, abs(slope(x)))


@pytest.mark.parametrize("x", [1e-6, 1e-9])
def test_steps_that_leave_the_domain_are_made_smaller(x):
    estimate, error = numerical_derivative(math.log, x)
    assert abs(estimate * x - 1) <= 10 * error * x + 1e-12 and error * x < 1e-3


def test_a_kink_and_a_jump_show_in_the_error_estimate():
    for x in (0.0, 1e-6):
        assert numerical_derivative(lambda x: abs(x) + x * x, x)[1] > 1.0
        assert numerical_derivative(lambda x: max(x, 0.0), x)[1] > 0.5
    assert numerical_derivative(abs, 0.5) == (1.0, pytest.approx(0.0, abs=1e-13))
    assert numerical_derivative(lambda x: x * abs(x), 0.0)[1] < 1e-4
    assert numerical_derivative(math.floor, 2.0)[1] > 1.0
    assert numerical_derivative(math.sqrt, 0.0) == pytest.approx((math.nan, math.inf), nan_ok=True)


def test_the_first_step_can_be_given():
    asked = []
    numerical_derivative(lambda x: asked.append(x) or x, 1.0, step=0.5)
    assert asked[:3] == [1.0, 1.5, 0.5]


def test_gradient_of_several_numbers():
    estimates, errors = numerical_gradient(lambda v: v[0] * v[1] + math.sin(v[2]), [2, 3.0, 0.5])
    for found, error, exact in zip(estimates, errors, [3.0, 2.0, math.cos(0.5)], strict=True):
        assert abs(found - exact) <= 10 * error and error < 1e-9
    assert numerical_gradient(lambda v: 1.0, []) == ([], [])


def test_bernoulli_numbers():
    expected = [1, Fraction(-1, 2), Fraction(1, 6), 0, Fraction(-1, 30), 0, Fraction(1, 42)]
    assert list(bernoulli(7)) == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0.05, 50.0), st.integers(0, 6))
def test_polygamma_obeys_its_recurrence_and_is_the_derivative_of_the_order_below(x, n):
    step = (-1) ** n * math.factorial(n) / x ** (n + 1)
    scale = abs(polygamma(n, x)) + abs(step)
    assert polygamma(n, x + 1) - polygamma(n, x) == pytest.approx(step, abs=1e-13 * scale)
    below = math.lgamma if n == 0 else lambda t: polygamma(n - 1, t)
    estimate, error = numerical_derivative(below, x, step=0.02 * x)
    assert abs(polygamma(n, x) - estimate) <= 20 * error + 1e-9 * scale


@pytest.mark.parametrize(
    ("n", "x", "exact"),
    [
        (0, 0.5, -0.5772156649015329 - 2 * math.log(2)),
        (0, 1.0, -0.5772156649015329),
        (1, 1.0, math.pi**2 / 6),
        (1, 0.5, math.pi**2 / 2),
        (3, 1.0, math.pi**4 / 15),
        (2, 1.0, -2 * 1.2020569031595942),
        (1, -0.5, math.pi**2 / 2 + 4),
        (0, -0.5, 0.03648997397857652),
    ],
)
def test_polygamma_at_known_points(n, x, exact):
    assert polygamma(n, x) == pytest.approx(exact, rel=1e-14, abs=1e-15)


def test_polygamma_far_left_and_at_poles():
    assert digamma(-2000.25) == pytest.approx(
        digamma(2001.25) - math.pi / math.tan(-2000.25 * math.pi)
    )
    for call in (lambda: digamma(-3.0), lambda: polygamma(2, 0.0), lambda: polygamma(1, -2000.5)):
        with pytest.raises(ValueError, match="pole|at least -1000"):
            call()
    for order in (-1, 0.5):
        with pytest.raises(ValueError, match="whole number"):
            polygamma(order, 1.0)
