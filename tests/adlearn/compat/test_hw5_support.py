"""The homework's checks accept right answers and refuse wrong ones."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from adlearn.compat import hw5_support as hw5


class Matrix:
    def __init__(self, rows):
        self.value = tuple(tuple(row) for row in rows)
        self.shape = (len(self.value), len(self.value[0]))

    def sum(self):
        return sum(x for row in self.value for x in row)


class RowsOnly(Matrix):
    def sum(self):
        return sum(row[0] for row in self.value)


def as_array(x):
    return np.array(x.value if isinstance(x, Matrix) else [[x]], float)


def unary(f, a):
    return Matrix([[f(x) for x in row] for row in a.value])


def binary(f, a, b):
    return Matrix(np.vectorize(f)(*np.broadcast_arrays(as_array(a), as_array(b))).tolist())


def swapped(f, a, b):
    return binary(f, b, a)


def dot(a, b):
    return Matrix((as_array(a) @ as_array(b)).tolist())


def operation(func, vjp):
    return type("Op", (), {"func": func, "vjp": vjp})


MULTIPLY = operation(lambda self, a, b: a * b, lambda self, g, a, b: (g * b, g * a))
TOTAL = operation(lambda self, a: np.sum(a), lambda self, g, a: (g * np.ones(a.shape),))


class WithSigmoidAtTheEnd(hw5.NeuralNetwork):
    def prediction_function(self, X, w):
        return hw5.sigmoid(super().prediction_function(X, w))


class Constant(hw5.NeuralNetwork):
    def __init__(self, *sizes):
        super().__init__(*sizes)
        self.weights = [0.0 * w for w in self.weights]


class OfMatrices(hw5.NeuralNetwork):
    def __init__(self, *sizes):
        super().__init__(*sizes)
        self.weights = [Matrix(w) for w in self.weights]


RIGHT = [
    (hw5.test_vjp, MULTIPLY, "multiply", True),
    (hw5.test_vjp, TOTAL, "sum", False, None, True),
    (hw5.test_element_map, unary, binary, Matrix),
    (hw5.test_dot, dot, Matrix),
    (hw5.test_sum, Matrix),
    (hw5.test_nn_constructor, hw5.NeuralNetwork),
    (hw5.test_nn_prediction_function, hw5.NeuralNetwork),
    (hw5.testnn, OfMatrices, Matrix),
    (hw5.test_autograd, hw5.AutogradValue),
    (hw5.test_backward_pass_numbers, hw5.AutogradValue),
]
WRONG = [
    (hw5.test_vjp, operation(MULTIPLY.func, lambda self, g, a, b: (g * a, g * a)), "m", True),
    (hw5.test_vjp, operation(MULTIPLY.func, lambda self, g, a, b: [g * b, g * a]), "m", True),
    (hw5.test_vjp, operation(TOTAL.func, lambda self, g, a: (g,)), "sum", False, None, True),
    (hw5.test_element_map, unary, swapped, Matrix),
    (hw5.test_dot, lambda a, b: dot(b, a) if a.shape == b.shape else Matrix([[0.0]]), Matrix),
    (hw5.test_sum, RowsOnly),
    (hw5.test_nn_constructor, Constant),
    (hw5.test_nn_prediction_function, WithSigmoidAtTheEnd),
    (hw5.testnn, hw5.NeuralNetwork, Matrix),
]


@pytest.mark.parametrize(("check", "given"), [(check, given) for check, *given in RIGHT])
def test_a_right_answer_passes(check, given, capsys):
    check(*given)
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(("check", "given"), [(check, given) for check, *given in WRONG])
def test_a_wrong_answer_is_refused(check, given):
    with pytest.raises(AssertionError):
        check(*given)


def test_forward_mode_may_keep_tangents(monkeypatch):
    for tangents, right in ((lambda self: self.forward_grads, True), (lambda self: {}, False)):
        monkeypatch.setattr(hw5.AutogradValue, "tangents", property(tangents), raising=False)
        with contextlib.nullcontext() if right else pytest.raises(AssertionError):
            hw5.test_autograd_forward(hw5.ForwardValue)


def test_every_name_of_the_course_is_there():
    names = {}
    exec("from adlearn.compat.hw5_support import *", names)
    course = """
        random math tqdm np DecisionBoundaryDisplay make_moons plt sigmoid LogisticRegression aslist
        gradient_descent plot_boundary test_backward_pass_numbers test_backward_pass test_backward
        test_operators test_autograd test_element_map test_dot test_sum test_autograd_forward testnn
        test_wrap_unwrap test_nn_constructor test_nn_prediction_function test_forward_mode anp
        tensor_jacobian_product test_vjp AutogradValue ForwardValue pad matmul NeuralNetwork
    """
    assert set(course.split()) <= set(names)


def test_logistic_regression_has_the_gradient_of_its_formula():
    X, y = hw5.make_moons(20, noise=0.1)
    model = hw5.LogisticRegression(2)
    model.weights = np.array([[0.3], [-0.7], [0.2]])
    wrapped = hw5.wrap_array(model.weights)
    loss = model.nll(X, y, wrapped)
    loss.backward()
    value, gradient = model.nll_and_grad_no_autodiff(X, y)
    assert loss.value == pytest.approx(value)
    np.testing.assert_allclose(hw5.unwrap_gradient(wrapped)[:, 0], gradient)
