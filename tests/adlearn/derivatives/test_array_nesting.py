"""Derivatives of derivatives of programs on arrays: kept apart, in any mixture, and cheap."""

from __future__ import annotations

import asyncio
import itertools
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from adlearn import (
    debug_nans,
    derivative,
    grad,
    hessian,
    holomorphic_grad,
    jacfwd,
    jacrev,
    jvp,
    no_grad,
    tensor,
    value_and_grad,
    vjp,
)
from adlearn.tensors.recording import FORWARD_LEVELS, PAUSED, pauses
from adlearn.tensors.reverse import Walk

MODES = (grad, derivative)


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(MODES, repeat=2)))
def test_perturbations_are_not_confused(outer, inner):
    assert outer(lambda x: x * inner(lambda y: x + y)(1.0))(1.0) == 1.0
    assert outer(lambda x: x * inner(lambda y: x * y)(1.0))(3.0) == 6.0
    assert outer(lambda x: inner(lambda y: x * y * y)(x))(3.0) == 12.0


@pytest.mark.parametrize("modes", list(itertools.product(MODES, repeat=3)))
def test_three_derivatives_in_any_mixture(modes):
    f = lambda x: np.sum(np.sin(x * np.array([1.0, 2.0])))  # noqa: E731
    for mode in modes:
        f = mode(f)
    assert f(0.3) == pytest.approx(-np.cos(0.3) - 8 * np.cos(0.6), rel=1e-12)


@pytest.mark.parametrize("outer", MODES)
def test_closures_over_tensors_made_by_hand(outer):
    w = tensor([2.0, 3.0])
    result = outer(lambda x: np.sum(w * x * x))(5.0)
    result.backward()
    np.testing.assert_array_equal(w.grad, [10.0, 10.0])


@pytest.mark.parametrize("mode", MODES)
def test_sixth_derivative_of_tanh(mode):
    f = np.tanh
    for _ in range(6):
        f = mode(f)
    t = np.tanh(0.4)
    exact = -16 * t * (1 - t * t) * (45 * t**4 - 60 * t**2 + 17)
    assert f(0.4) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize("mode", MODES)
def test_a_training_loop_by_its_learning_rate(mode):
    a, b = np.array([[1.0, 2.0], [0.5, -1.0], [1.5, 0.3]]), np.array([1.0, 0.0, 2.0])
    loss = lambda w: np.mean((np.tanh(a @ w) - b) ** 2)  # noqa: E731

    def final(rate):
        w = np.array([0.1, -0.2])
        for _ in range(5):
            w = w - rate * grad(loss)(w)
        return loss(w)

    measured = (final(0.3 + 1e-5) - final(0.3 - 1e-5)) / 2e-5
    assert mode(final)(0.3) == pytest.approx(measured, rel=1e-6)


def mixed(x):
    return grad(lambda y: y * derivative(lambda z: np.sin(x * y * z))(y))(x)


def test_threads_and_tasks_do_not_disturb_each_other():
    points = np.linspace(0.1, 1.0, 24).tolist()
    expected = [grad(mixed)(x) for x in points]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(grad(mixed), points)) == expected

    async def at(x):
        async def inside():
            await asyncio.sleep(0)
            return grad(mixed)(x)

        with no_grad():
            await asyncio.sleep(0)
            return await inside()

    async def all_of_them():
        return await asyncio.gather(*map(at, points))

    assert asyncio.run(all_of_them()) == expected


@pytest.mark.parametrize("mode", MODES)
def test_an_exception_leaves_nothing_behind(mode):
    def fails(x):
        with no_grad():
            raise KeyError

    with pytest.raises(KeyError):
        mode(lambda x: derivative(fails)(x))(1.0)
    assert FORWARD_LEVELS.get() == () and PAUSED.get() == -1 and pauses == [0]
    assert mode(lambda x: x * x)(3.0) == 6.0


def test_a_long_chain_needs_no_recursion():
    def chain(x):
        for _ in range(10_000):
            x = x + 1.0
        return x

    assert grad(chain)(1.0) == 1.0


def test_forward_mode_keeps_no_graph():
    def long(x):
        for _ in range(2_000):
            x = x * 0.999
        return x

    x = np.ones(10_000)
    tracemalloc.start()
    _, tangent = jvp(long, (x,), (x,))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tangent[0] == pytest.approx(0.999**2_000) and peak < 3_000_000


def test_gradients_have_the_form_of_their_container():
    p = {"w": [np.ones(2), (2.0, 3.0)], "b": np.ones((1, 2))}
    g = grad(lambda p: np.sum(p["w"][0]) * p["w"][1][0] * p["w"][1][1] + np.sum(p["b"]))(p)
    assert g["w"][0].tolist() == [6.0, 6.0] and g["w"][1] == (6.0, 4.0)
    assert g["b"].shape == (1, 2) and type(g["w"][1]) is tuple


def test_complex_cotangents_are_what_a_change_is_multiplied_by():
    z, dz, h = 1.0 + 2.0j, 0.6 - 0.8j, 1e-6
    f = lambda z: np.abs(z) ** 2 + np.real(z * z * 1j)  # noqa: E731
    measured = (f(z + h * dz) - f(z - h * dz)) / (2 * h)
    assert np.real(grad(f)(z) * dz) == pytest.approx(measured, rel=1e-8)
    assert holomorphic_grad(lambda z: z**3)(z) == pytest.approx(3 * z**2)


def test_a_closure_on_the_outermost_variable_through_both_modes():
    # Under the forward mode in the middle, `a` is of a lower level than its tangents: an operation
    # of the inner grad on it must stay part of the outer one.
    def inner(a, b):
        return grad(lambda c: a * c * (b * c) * a)(1.0)

    def middle(a):
        return jvp(lambda b: inner(a, b), (2.0,), (1.0,))[1]

    # The inner gradient is 2 a a b, its slope along b is 2 a a, and that of a is 4 a.
    assert middle(0.5) == 0.5
    assert grad(middle)(0.5) == 2.0


def test_a_tangent_of_zero_contributes_nothing_however_steep_the_slope():
    x = np.array([0.0, 1.0])
    one = np.ones(2)
    # sqrt has an infinite slope at 0, and there its argument does not move.
    value, tangent = jvp(lambda x: np.sqrt(x * 0.0) + x, (x,), (one,))
    np.testing.assert_array_equal(value, x)
    np.testing.assert_array_equal(tangent, one)
    # Of two terms, only the undefined one is dropped.
    _, tangent = jvp(lambda x: np.hypot(x * 0.0, 0.0) * x + np.power(x * 0.0, 0.5), (x,), (one,))
    np.testing.assert_array_equal(tangent, [0.0, 0.0])


def test_a_cotangent_that_somebody_shares_is_not_added_to():
    x, z, w = tensor([1.0, 2.0]), tensor([3.0, 4.0]), np.array([5.0, 6.0])
    # x + z hands one array to both; what else arrives at x must not reach z.
    np.sum((x + z) * w + x * 3.0).backward()
    np.testing.assert_array_equal(z.grad, w)
    np.testing.assert_array_equal(x.grad, w + 3.0)
    # The same where the cotangent is the caller's.
    cotangent = np.array([1.0, 1.0])
    _, pull = vjp(lambda x: x + x * w, np.array([1.0, 2.0]))
    np.testing.assert_array_equal(pull(cotangent)[0], w + 1.0)
    np.testing.assert_array_equal(cotangent, [1.0, 1.0])


def test_the_arrays_of_a_gradient_belong_to_the_caller():
    gx, gz = grad(lambda x, z: np.sum(x + z), (0, 1))(np.ones(2), np.ones(2))
    gx += 1.0
    np.testing.assert_array_equal(gz, [1.0, 1.0])


@pytest.mark.parametrize("derivative_of", ["grad", "vjp", "jacrev", "backward", "value_and_grad"])
def test_the_graph_is_sorted_once_for_each_derivative(derivative_of, monkeypatch):
    sorted_graphs = []
    sort = Walk.__init__
    monkeypatch.setattr(Walk, "__init__", lambda *args: sorted_graphs.append(sort(*args)))
    x = np.linspace(0.1, 1.0, 5)
    if derivative_of == "backward":
        np.sum(np.sin(tensor(x)) * 2.0).backward()
    elif derivative_of == "vjp":
        _, pull = vjp(np.sin, x)
        np.testing.assert_array_equal(pull(np.ones(5))[0] * 2.0, pull(2.0 * np.ones(5))[0])
    elif derivative_of == "jacrev":
        np.testing.assert_array_equal(jacrev(np.sin)(x), np.diag(np.cos(x)))
    else:
        {"grad": grad, "value_and_grad": value_and_grad}[derivative_of](lambda x: np.sum(x * x))(x)
    assert len(sorted_graphs) == 1


def test_a_gradient_taken_before_forward_mode_begins_keeps_its_derivative_inside():
    """Tensors of two levels that meet under a forward mode share one graph below its floor."""

    def f(v):
        a = grad(lambda w: np.sum(w**3))(v)
        return derivative(lambda z: z * np.sum(np.sin(a * v)))(1.0)

    v = np.array([0.5, 0.7])
    expected = np.diag(18 * v * np.cos(3 * v**3) - 81 * v**4 * np.sin(3 * v**3))
    for outer, inner in itertools.product((jacfwd, jacrev), repeat=2):
        found = outer(inner(f))(v)
        assert isinstance(found, np.ndarray)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_a_pull_differentiated_by_its_cotangent_gives_plain_numbers():
    x = np.array([1.0, 2.0])
    _, pull = vjp(lambda x: np.sin(x) * x, x)
    slope = np.cos(x) * x + np.sin(x)
    found = grad(lambda c: np.sum(pull(c)[0] ** 2))(np.ones(2))
    assert isinstance(found, np.ndarray)
    np.testing.assert_allclose(found, 2 * slope**2)
    np.testing.assert_allclose(
        hessian(lambda c: np.sum(pull(c)[0] ** 2))(np.ones(2)), np.diag(2 * slope**2)
    )


def test_nothing_goes_through_a_step_however_steep_what_follows_is():
    assert grad(lambda x: np.sqrt(x // 1.0) + x)(0.5) == 1.0
    x = np.array([0.5, 1.5, 2.5])
    np.testing.assert_array_equal(
        grad(lambda x: np.sum((-1.0) ** (x // 1.0) * x))(x), [1.0, -1.0, 1.0]
    )


def test_watching_for_nan_knows_that_a_cotangent_of_0_contributes_nothing():
    with debug_nans():
        found = grad(lambda z: np.sum(np.where(z > 0, np.sqrt(z), 0.0)))(np.array([0.0, 4.0]))
    np.testing.assert_array_equal(found, [0.0, 0.25])
