"""The programs of an existing homework notebook run on our engine with only the import line
changed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adlearn.compat import hw5_support
from adlearn.compat.hw5_support import (
    AutogradValue,
    ForwardValue,
    exp,
    gradient_descent,
    graph_print,
    log,
    make_moons,
    unwrap_gradient,
    wrap_array,
)

_add, _mul, _log = (getattr(hw5_support, name) for name in ("_add", "_mul", "_log"))


@pytest.fixture
def readers_methods(monkeypatch):
    """Let a test assign methods to AutogradValue as the notebook does, and take them off
    afterwards."""

    def assign(**methods):
        for name, method in methods.items():
            monkeypatch.setattr(AutogradValue, name, method)

    return assign


def test_forward_values_know_their_derivatives():
    a, b = ForwardValue(5), ForwardValue(2)
    c = a + b
    L = log(c)
    assert L.forward_grads[a] == L.forward_grads[b] == pytest.approx(1 / 7)
    assert a.forward_grads[a] == 1
    L = 4 * a
    assert L.forward_grads[a] == 4
    with pytest.raises(KeyError):
        L.forward_grads[4]


def test_forward_grads_are_the_dictionaries_printed_in_the_notebook():
    a, b = ForwardValue(5), ForwardValue(2)
    c = a * b
    g = 3 * c + a
    assert c.forward_grads == {a: 2, b: 5}
    assert g.forward_grads == {a: 3 * 2 + 1, b: 3 * 5}


def test_printed_numbers_of_forward_mode(capsys):
    a, b = ForwardValue(5), ForwardValue(2)
    print((a + 5) * b)
    print(log(b))
    L = -log(5 * b + a)
    print("dL/da = %.3f, dL/db = %.3f" % (L.forward_grads[a], L.forward_grads[b]))  # noqa: UP031
    assert capsys.readouterr().out.split("\n")[:3] == [
        "20",
        "0.6931471805599453",
        "dL/da = -0.067, dL/db = -0.333",
    ]


def test_the_notebooks_own_grad():
    def grad(f):
        def ad_function(x, *args):
            x = ForwardValue(x)
            output = f(x, *args)
            return output.forward_grads[x]

        return ad_function

    assert grad(lambda x: x * x)(5.0) == 10.0


def test_graph_print_gives_the_printed_tree(capsys):
    a, b = AutogradValue(5.0), AutogradValue(2.0)
    graph_print(log((a + 5) * b))
    lines = capsys.readouterr().out.split()
    assert lines == ["2.995732273553991", "20.0", "10.0", "5.0", "5.0", "5", "2.0", "2.0"]


def test_backward_fills_in_the_printed_gradients():
    a, b = AutogradValue(5), AutogradValue(2)
    L = -log(5 * b + a)
    L.backward()
    assert (a.grad, b.grad) == pytest.approx((-1 / 15, -1 / 3))
    L = 4 * a
    a.zero_grad()
    L.backward()
    assert a.grad == 4


def test_steps_in_the_order_the_notebook_teaches():
    a, b = AutogradValue(3.0), AutogradValue(4.0)
    c = a + b
    g = c * 2
    h = c + 4
    L = g * h
    L.grad = 1.0
    L.backward_pass()
    h.backward_pass()
    g.backward_pass()
    c.backward_pass()
    assert a.grad == b.grad == 2 * 11 + 14


def test_wrong_order_of_steps_gives_the_wrong_gradient_the_notebook_warns_of():
    a, b = AutogradValue(3.0), AutogradValue(4.0)
    c = a + b
    g, h = c * 2, c + 4
    L = g * h
    L.grad = 1.0
    for node in (L, h, c, g):
        node.backward_pass()
    assert a.grad == 14.0


def test_arrays_of_nodes_and_item():
    a = np.asarray([AutogradValue(5), AutogradValue(2)])
    L = np.dot(a, a)
    L.backward()
    assert (a[0].item().grad, a[1].item().grad) == (10, 4)


def test_a_completed_homework_is_the_one_that_runs(readers_methods, capsys):
    calls = []

    def forward_pass(self):
        calls.append("forward")
        self.forward_grads = {}
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=True):
            if isinstance(parent, AutogradValue):
                for key, slope in parent.forward_grads.items():
                    self.forward_grads[key] = self.forward_grads.get(key, 0) + local * slope
        return self.func(*self.parent_values)

    def backward_pass(self):
        calls.append("step")
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=True):
            if isinstance(parent, AutogradValue):
                parent.grad += self.grad * local

    def backward(self):
        calls.append("walk")
        self.grad = 1.0
        order, seen = [], set()

        def visit(node):
            if isinstance(node, AutogradValue) and node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in reversed(order):
            node.backward_pass()

    readers_methods(
        forward_pass=forward_pass,
        backward_pass=backward_pass,
        backward=backward,
        __add__=lambda a, b: _add(a, b),
        __mul__=lambda a, b: _mul(a, b),
        exp=lambda a: hw5_support._exp(a),
        log=lambda a: _log(a),
    )
    a, b = ForwardValue(5), ForwardValue(2)
    L = -log(5 * b + a)
    assert L.forward_grads == {a: pytest.approx(-1 / 15), b: pytest.approx(-1 / 3)}
    a, b = AutogradValue(5), AutogradValue(2)
    L = -log(5 * b + a) / exp(a) - 1
    L.backward()
    assert a.grad == pytest.approx((math.log(15) - 1 / 15) * math.exp(-5))
    assert set(calls) == {"forward", "step", "walk"}
    hw5_support.test_operators(ForwardValue)
    hw5_support.test_forward_mode(ForwardValue)
    hw5_support.test_backward_pass(AutogradValue)
    hw5_support.test_backward(AutogradValue)
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_the_readers_own_step_is_used_by_our_walk(readers_methods):
    seen = []

    def backward_pass(self):
        seen.append(self.value)
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=True):
            if isinstance(parent, AutogradValue):
                parent.grad += self.grad * local

    readers_methods(backward_pass=backward_pass)
    x = AutogradValue(3.0)
    y = x * x
    (y + y).backward()
    assert x.grad == 12.0
    assert seen == [18.0, 9.0]


def test_a_readers_rule_on_one_operation_is_used_and_then_forgotten(monkeypatch):
    x = AutogradValue(3.0)
    with monkeypatch.context() as patch:
        patch.setattr(_mul, "grads", lambda self, a, b: (100.0, 10.0))
        (x * x).backward()
        assert x.grad == 110.0
    x.zero_grad()
    (x * x).backward()
    assert x.grad == 6.0


CHECKS = [
    (hw5_support.test_operators, "grads", lambda self, a, b: (1.0, 1.0)),
    (hw5_support.test_forward_mode, "grads", lambda self, a, b: (b, -a)),
    (hw5_support.test_backward_pass, "grads", lambda self, a, b: (a, b)),
    (hw5_support.test_backward, "grads", lambda self, a, b: (b, b)),
    (hw5_support.test_operators, "func", lambda self, a, b: a * b + 1),
]


@pytest.mark.parametrize(("check", "method", "wrong"), CHECKS)
def test_the_support_checks_reject_a_wrong_multiplication(check, method, wrong, monkeypatch):
    monkeypatch.setattr(_mul, method, wrong)
    with pytest.raises(AssertionError, match="a \\* b|3 \\* a"):
        check(ForwardValue)


def test_the_support_checks_reject_overwriting(readers_methods):
    def backward_pass(self):
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=True):
            if isinstance(parent, AutogradValue):
                parent.grad = self.grad * local

    readers_methods(backward_pass=backward_pass)
    with pytest.raises(AssertionError, match="do not overwrite"):
        hw5_support.test_backward_pass(AutogradValue)


def test_the_support_checks_of_arrays(capsys):
    hw5_support.test_wrap_unwrap(wrap_array, unwrap_gradient, AutogradValue)
    assert "right" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="shape"):
        hw5_support.test_wrap_unwrap(lambda a: wrap_array(a.T), unwrap_gradient, AutogradValue)
    with pytest.raises(AssertionError, match="unwrap_gradient"):
        hw5_support.test_wrap_unwrap(wrap_array, lambda a: unwrap_gradient(a) + 1.0, AutogradValue)


# The network of the notebook, condensed; names and structure as printed.
def pad(a):
    if isinstance(a, AutogradValue):
        return a.pad()
    return np.pad(a, ((0, 0), (0, 1)), constant_values=1.0, mode="constant")


def matmul(a, b):
    return _matmul(a, b) if isinstance(a, AutogradValue) else np.matmul(a, b)  # noqa: F821


def sigmoid(x):
    if isinstance(x, AutogradValue):
        return 1.0 / (1.0 + (-x).exp())
    return 1.0 / (1.0 + np.exp(-x))


class NeuralNetwork:
    def __init__(self, dims, hidden_sizes, random):
        sizes = [dims, *hidden_sizes, 1]
        self.weights = [
            random.normal(size=(i + 1, o)) for i, o in zip(sizes, sizes[1:], strict=False)
        ]

    def prediction_function(self, X, w):
        for wi in w[:-1]:
            X = sigmoid(matmul(pad(X), wi))
        return matmul(pad(X), w[-1])

    def predict(self, X):
        return self.prediction_function(X, self.weights) > 0

    def accuracy(self, X, y):
        return (self.predict(X) == y.reshape((-1, 1))).mean()

    def nll(self, X, y, w=None):
        w = self.weights if w is None else w
        y = y.reshape((-1, 1))
        return -(np.log(sigmoid((2 * y - 1) * self.prediction_function(X, w)))).sum()

    def nll_and_grad(self, X, y):
        weights = [wrap_array(w) for w in self.weights]
        loss = self.nll(X, y, w=weights)
        loss.backward()
        return loss.value, [unwrap_gradient(w) for w in weights]


def test_the_network_program_trains_and_never_reaches_the_undefined_matmul(capsys):
    random = np.random.default_rng(3)
    X, y = make_moons(60, noise=0.1, seed=3)
    model = NeuralNetwork(2, [5], random)
    loss, gradients = model.nll_and_grad(X, y)
    shifted = [w.copy() for w in model.weights]
    shifted[0][1, 2] += 1e-6
    assert loss == pytest.approx(model.nll(X, y))
    assert (model.nll(X, y, shifted) - loss) / 1e-6 == pytest.approx(
        gradients[0][1, 2], rel=1e-3, abs=1e-5
    )
    before = model.accuracy(X, y)
    losses = gradient_descent(model, X, y, lr=3e-2, steps=60, progress=False)
    assert losses[-1] < 0.6 * losses[0]
    assert model.accuracy(X, y) > max(0.8, before)


def test_star_import_gives_what_the_notebook_uses():
    names = set(hw5_support.__all__)
    assert {
        "np",
        "math",
        "plt",
        "AutogradValue",
        "ForwardValue",
        "exp",
        "log",
        "grad",
        "_add",
        "_matmul",
    } - names == {"_matmul"}
    assert hw5_support.np is np and hw5_support.math is math
