"""Programs written for autograd run over this engine, with `adlearn.compat.` in their imports."""

from __future__ import annotations

import importlib
import warnings

import numpy as onp
import pytest

import adlearn.compat.autograd.numpy as np
import adlearn.compat.autograd.numpy.random as npr
from adlearn.compat import autograd
from adlearn.compat.autograd import core, extend, grad
from adlearn.compat.autograd.misc import flatten, optimizers
from adlearn.compat.autograd.misc.fixed_points import fixed_point
from adlearn.compat.autograd.test_util import check_grads, combo_check
from adlearn.compat.autograd.wrap_util import unary_to_nary
from adlearn.errors import WrongGradient

MODULES = [
    "builtins",
    "core",
    "differential_operators",
    "extend",
    "misc",
    "misc.fixed_points",
    "misc.flatten",
    "misc.optimizers",
    "numpy",
    "numpy.fft",
    "numpy.linalg",
    "numpy.random",
    "test_util",
    "tracer",
    "util",
    "wrap_util",
]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_offers_what_it_lists(name):
    module = importlib.import_module(f"adlearn.compat.autograd.{name}")
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)


def test_the_tutorial_s_own_primitive_passes_its_own_check():
    @extend.primitive
    def logsumexp(x):
        max_x = np.max(x)
        return max_x + np.log(np.sum(np.exp(x - max_x)))

    def make_grad_logsumexp(ans, x):
        return lambda g: np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))

    extend.defvjp(logsumexp, make_grad_logsumexp)
    x = onp.array([0.2, -1.0, 0.7])

    def example(y):
        return np.sum(logsumexp(y**2))

    expected = 2 * x * onp.exp(x**2) / onp.sum(onp.exp(x**2))
    onp.testing.assert_allclose(grad(example)(x), expected)
    check_grads(example, modes=["rev"], order=2)(x)


def test_a_wrong_rule_is_found():
    @extend.primitive
    def cube(x):
        return x**3

    extend.defvjp(cube, lambda ans, x: lambda g: 2.0 * x * g)
    with pytest.raises(WrongGradient):
        check_grads(cube, modes=["rev"], order=1)(onp.array([1.0, 2.0]))
    with pytest.raises(WrongGradient):
        combo_check(cube, modes=["rev"], order=1)([1.0, 2.0])


def test_rules_for_all_arguments_at_once():
    @extend.primitive
    def product(*factors):
        return onp.prod(factors)

    extend.defvjp_argnum(product, lambda i, ans, args, kwargs: lambda g: g * ans / args[i])
    extend.defjvp_argnum(product, lambda i, g, ans, args, kwargs: g * ans / args[i])
    assert grad(product, (0, 2))(2.0, 3.0, 5.0) == (15.0, 6.0)
    assert autograd.deriv(product, 1)(2.0, 3.0, 5.0) == 10.0


def test_core_works_on_functions_of_one_argument():
    vjp, value = core.make_vjp(np.sin, onp.array([0.0, 1.0]))
    onp.testing.assert_allclose(vjp(onp.ones(2)), onp.cos([0.0, 1.0]))
    onp.testing.assert_allclose(value, onp.sin([0.0, 1.0]))
    assert core.make_jvp(np.sin, 0.0)(2.0) == (0.0, 2.0)
    assert [list(v) for v in extend.vspace(onp.zeros(2)).standard_basis()] == [[1, 0], [0, 1]]


def test_an_operator_of_ones_own_takes_argnum():
    @unary_to_nary
    def twice_the_gradient(fun, x):
        vjp, _ = core.make_vjp(fun, x)
        return 2 * vjp(1.0)

    assert twice_the_gradient(lambda x, y: x * y**2, 1)(3.0, 2.0) == 24.0


def test_type_tests_see_the_plain_value():
    def f(x):
        assert autograd.isinstance(x, onp.ndarray) and autograd.type(x) is onp.ndarray
        return np.sum(x**2)

    onp.testing.assert_array_equal(grad(f)(onp.ones(2)), [2.0, 2.0])


def test_parameters_flatten_and_come_back():
    parameters = {"weights": [1.0, 2.0], "layer": ({"b": onp.eye(2)},)}
    vector, unflatten = flatten(parameters)
    assert vector.shape == (6,)
    again = unflatten(2.0 * vector)
    assert again["weights"] == [2.0, 4.0]
    onp.testing.assert_array_equal(again["layer"][0]["b"], 2 * onp.eye(2))


def test_a_fixed_point_is_differentiated():
    def newton(a):
        return lambda x: 0.5 * (x + a / x)

    def root(a):
        return fixed_point(newton, a, 1.0, lambda x, y: abs(x - y), 1e-12)

    assert float(grad(root)(4.0)) == pytest.approx(0.25)


@pytest.mark.parametrize("name", ["sgd", "rmsprop", "adam"])
def test_optimisers_take_autograd_s_steps(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pytest.importorskip("autograd.misc.optimizers")
    start = {"w": onp.array([1.0, -2.0]), "b": onp.array(0.5)}
    seen = []

    def loss(p, i):
        return np.sum((p["w"] - 3.0) ** 2) * (1 + i) + np.exp(p["b"]) * p["w"][0] ** 2

    found = getattr(optimizers, name)(
        grad(loss), start, lambda p, i, g: seen.append((i, g)), num_iters=7, step_size=0.01
    )
    expected = getattr(theirs, name)(grad(loss), start, num_iters=7, step_size=0.01)
    onp.testing.assert_allclose(found["w"], expected["w"], rtol=1e-12)
    onp.testing.assert_allclose(found["b"], expected["b"], rtol=1e-12)
    assert [i for i, _ in seen] == list(range(7))
    onp.testing.assert_allclose(seen[0][1]["w"], grad(loss)(start, 0)["w"])


def test_the_tutorial_s_network_learns():
    npr.seed(0)
    inputs = np.linspace(-2.0, 2.0, 40).reshape(-1, 1)
    targets = inputs[:, 0] ** 3 - 2 * inputs[:, 0]
    parameters = {"W1": npr.randn(1, 8), "b1": npr.randn(8), "W2": npr.randn(8, 1), "b2": 0.0}

    def loss(p, i):
        hidden = np.tanh(np.dot(inputs, p["W1"]) + p["b1"])
        output = np.dot(hidden, p["W2"]) + p["b2"]
        return np.mean(0.5 * np.square(output.reshape(output.shape[0]) - targets))

    trained = optimizers.sgd(grad(loss), parameters, step_size=0.1, num_iters=500)
    assert loss(trained, 0) < 0.1 * loss(parameters, 0)
