"""Finite differences know their own error; special functions, data sets and training do what they
say."""

from __future__ import annotations

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from adlearn import numerical_derivative, numerical_gradient
from adlearn.data import make_moons
from adlearn.floats.digamma import bernoulli, digamma, polygamma
from adlearn.optim import TrainingError, gradient_descent

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


def test_moons_lie_on_their_circles_and_repeat_with_the_seed():
    X, y = make_moons(101, noise=0.0, seed=5)
    assert X.shape == (101, 2) and y.dtype.kind == "i" and np.bincount(y).tolist() == [51, 50]
    centre = np.where(y[:, None] == 0, [0.0, 0.0], [1.0, 0.5])
    np.testing.assert_allclose(np.linalg.norm(X - centre, axis=1), 1.0)
    again, _ = make_moons(101, noise=0.0, seed=5)
    np.testing.assert_array_equal(X, again)
    assert len(set(y[:20])) == 2  # shuffled
    noisy, _ = make_moons(4000, noise=0.3, seed=1)
    clean, _ = make_moons(4000, noise=0.0, seed=1)
    assert np.std(noisy - clean) == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize(("arguments", "says"), [((1,), "at least 2"), ((10, -1.0), "negative")])
def test_moons_refuse_what_makes_no_sense(arguments, says):
    with pytest.raises(ValueError, match=says):
        make_moons(*arguments)


class Bowl:
    """A loss of w @ w."""

    def __init__(self, gradient=lambda w: [2 * w], loss=lambda w: float(w @ w)):
        self.weights = [np.array([2.0, -4.0])]
        self.gradient, self.loss = gradient, loss

    def nll_and_grad(self, X, y):
        return self.loss(self.weights[0]), self.gradient(self.weights[0])


def test_gradient_descent_takes_the_steps_it_should():
    model = Bowl()
    losses = gradient_descent(model, None, None, lr=0.25, steps=3, progress=False)
    assert losses == [20.0, 5.0, 1.25]
    assert model.weights[0].tolist() == [0.25, -0.5]


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (Bowl(loss=lambda w: math.nan), "loss is nan at step 1.*learning rate"),
        (Bowl(lambda w: [np.ones((2, 1))]), r"gradient 0 has shape \(2, 1\).*weights\[0\].*\(2,\)"),
        (Bowl(lambda w: [w, w]), r"2 gradient\(s\) for 1"),
        (Bowl(lambda w: None), "returned None"),
        (Bowl(lambda w: [w * math.inf]), "gradient 0 contains nan or inf"),
    ],
)
def test_training_stops_with_a_sentence(model, says):
    before = model.weights[0].copy()
    with pytest.raises(TrainingError, match=says):
        gradient_descent(model, None, None, progress=False)
    np.testing.assert_array_equal(model.weights[0], before)


class Bar:
    """Stands in for tqdm's bar: counts what it is shown."""

    def __init__(self, steps, desc):
        self.steps, self.shown = steps, []
        Bar.last = self

    def __iter__(self):
        return iter(self.steps)

    def set_postfix(self, **numbers):
        self.shown.append(numbers["loss"])


def test_progress_is_a_bar_where_tqdm_is_installed(monkeypatch):
    auto = type(sys)("tqdm.auto")
    auto.tqdm = Bar
    monkeypatch.setitem(sys.modules, "tqdm", type(sys)("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", auto)
    gradient_descent(Bowl(), None, None, lr=0.25, steps=3)
    assert Bar.last.shown == ["20.0000", "5.0000", "1.2500"]


def test_progress_is_a_few_lines_without_tqdm(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    gradient_descent(Bowl(), None, None, lr=0.25, steps=20)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "step 2 of 20: loss 5.0000" and len(lines) == 10
