"""autograd's functions take the steps of the published algorithms, in any container, and can be
differentiated themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from kinds import shaped

import adlearn as ad
from adlearn.optim import SGD, Adam, RMSProp, adam, rmsprop, sgd

WEIGHTS = np.array([0.3, 1.0, 2.0])


def slope(x, i):
    return WEIGHTS * x**3


def with_objects(optimizer_of, steps, start):
    x = ad.tensor(start)
    optimizer = optimizer_of([x])
    for i in range(steps):
        x.grad = slope(x.data, i)
        optimizer.step()
    return x.data


@settings(max_examples=10)
@given(st.integers(1, 12), st.integers(0, 99))
def test_functions_agree_with_objects_where_the_algorithms_do(steps, seed):
    """The velocity of `sgd` is a running mean, 1 - mass times that of SGD."""
    start = np.random.default_rng(seed).normal(size=3)
    found = sgd(slope, start, num_iters=steps, step_size=0.1, mass=0.7)
    expected = with_objects(lambda p: SGD(p, lr=0.1 * 0.3, momentum=0.7), steps, start)
    np.testing.assert_allclose(found, expected, rtol=1e-10)
    found = adam(slope, start, num_iters=steps, step_size=0.1, b1=0.7, b2=0.8, eps=1e-3)
    expected = with_objects(lambda p: Adam(p, 0.1, (0.7, 0.8), 1e-3), steps, start)
    np.testing.assert_allclose(found, expected, rtol=1e-10)

    class FromOne(RMSProp):
        """autograd's mean of squares begins at 1."""

        def direction(self, gradient, memory):
            memory.setdefault("mean_square", np.ones_like(gradient))
            return super().direction(gradient, memory)

    found = rmsprop(slope, start, num_iters=steps, step_size=0.1, gamma=0.7, eps=1e-3)
    expected = with_objects(lambda p: FromOne(p, 0.1, 0.7, 1e-3), steps, start)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize("function", [sgd, rmsprop, adam])
def test_autograd_gives_the_same(function):
    theirs = getattr(pytest.importorskip("autograd.misc.optimizers"), function.__name__)
    start = {"w": np.array([[1.0, -2.0]]), "b": [np.array(0.5), ()]}

    def gradient(p, i):
        return {"w": 2.0 * p["w"] * (1 + i), "b": [np.cos(p["b"][0]), ()]}

    for iterations in (0, 1, 7):
        found = function(gradient, start, num_iters=iterations)
        expected = theirs(gradient, start, num_iters=iterations)
        np.testing.assert_allclose(found["w"], expected["w"], rtol=1e-12)
        np.testing.assert_allclose(found["b"][0], expected["b"][0], rtol=1e-12)
    assert start["w"].tolist() == [[1.0, -2.0]]


@pytest.mark.parametrize("function", [sgd, rmsprop, adam])
@pytest.mark.parametrize("shape", [(), (0,), (1,), (2, 3)])
@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_shapes_and_precision_stay(function, shape, precision):
    start = np.ones(shape, precision)
    found = function(lambda x, i: 2 * x, start, num_iters=3, step_size=0.1)
    assert found.dtype == precision and found.shape == shape and np.all(shaped(found, shape) < 1)


def test_the_callback_sees_each_step_before_it_is_taken():
    seen = []
    sgd(
        lambda p, i: [2.0 * p[0]],
        [np.array([1.0])],
        callback=lambda p, i, g: seen.append((p[0][0], i, g[0][0])),
        num_iters=3,
        step_size=0.25,
        mass=0.0,
    )
    assert seen == [(1.0, 0, 2.0), (0.5, 1, 1.0), (0.25, 2, 0.5)]


@pytest.mark.parametrize("function", [sgd, rmsprop, adam])
def test_a_descent_is_differentiated_by_its_rate_and_its_start(function):
    def end(rate, start):
        return np.sum(function(slope, start, num_iters=5, step_size=rate) ** 2)

    start = np.array([1.0, -0.5, 0.8])
    by_rate, error = ad.numerical_derivative(lambda rate: float(end(rate, start)), 0.1)
    for found in (ad.grad(end)(0.1, start), ad.jvp(lambda r: end(r, start), (0.1,), (1.0,))[1]):
        assert abs(found - by_rate) <= 10 * error + 1e-9 and abs(by_rate) > 1e-3
    twice, error = ad.numerical_derivative(lambda rate: float(ad.grad(end)(rate, start)), 0.1)
    assert abs(ad.grad(ad.grad(end))(0.1, start) - twice) <= 10 * error + 1e-9
    ad.check_grads(lambda s: end(0.1, s))(start)


def test_a_gradient_of_another_form_is_refused():
    with pytest.raises(ad.WrongShape, match="the gradient must be a dict with the keys 'w'"):
        sgd(lambda p, i: [p["w"]], {"w": 1.0})
