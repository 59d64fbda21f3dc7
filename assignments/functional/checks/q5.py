"""Q5, derivatives of derivatives: the value with its gradient, grad of grad, Hessian products."""

import pytest

from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import program, weighed
from autograder.asking.cases import for_all
from autograder.asking.tracers.engine import CALCULUS, TABLE, A, B, M, N
from autograder.asking.tracers.functions import (
    TracerEngine,
    assert_called,
    assert_gradient_again,
    assert_hessian_product,
    assert_nested,
    assert_value_and_grad,
)
from autograder.asking.tracers.practice import assert_curved

#: Programs whose result becomes a number, with second derivatives that are no zeros.
TEXTS = (
    ("v = a * a; v * a", {"a": A}),
    ("v = a * b; v * v", {"a": A, "b": B}),
    ("v = np.sin(a); np.exp(v)", {"a": A}),
    ("v = np.dot(a, b); np.tanh(v)", {"a": M / 4, "b": N / 4}),
    ("v = a * b; w = v + a; w * v", {"a": A, "b": M / 2}),
)

#: Texts with derivatives in derivatives, what they are at a point, and the point.
NESTED = (
    ("lambda x: grad(grad(np.sin))(x)", -0.479425538604203, 0.5),
    ("lambda x: grad(grad(grad(lambda x: x * x * x * x)))(x)", 48.0, 2.0),
    ("lambda x: grad(lambda x: x * grad(lambda y: x + y)(2.0))(x)", 1.0, 3.0),
    ("lambda x: grad(lambda x: x * grad(lambda y: x * y)(x))(x)", 6.0, 3.0),
    ("lambda x: grad(lambda x: grad(lambda y: x * x * y * y)(3.0))(x)", 24.0, 2.0),
    ("lambda x: grad(lambda x: grad(lambda y: y * grad(lambda z: x * y * z)(y))(x))(x)", 8.0, 2.0),
    ("lambda x: grad(lambda x: np.exp(grad(lambda y: np.sin(y) * x)(0.0)))(x)", 1.6487212707, 0.5),
)


def asked(*numbers):
    return [weighed(program(TABLE, TEXTS[i][0], **TEXTS[i][1]), 3) for i in numbers]


def drawn(steps):
    return array_programs(TABLE, CALCULUS, inputs=2, steps=steps, scalar=True)


@pytest.mark.points(1, cell="q5-value-and-grad")
def test_value_and_grad(submission):
    """value_and_grad gives the value and the gradient, of one run of the function."""
    for one in asked(0, 1):
        assert_value_and_grad(TracerEngine(submission), one)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q5-value-and-grad")
def test_value_and_grad_any(submission):
    """value_and_grad is right for any function, by any argument, and hands on the others."""
    engine = TracerEngine(submission)
    for_all(lambda one: assert_value_and_grad(engine, one), drawn(4), examples=6)
    by_name = "lambda x, scale=1.0: np.sum(np.sin(x * scale))"
    assert_called(submission, by_name, None, [A], {"scale": 3.0}, name="value_and_grad")
    three = "lambda x, y, z: np.sum(x * y * y) + z"
    assert_called(submission, three, 1, [A, B, 2.0], name="value_and_grad")
    text = "lambda x: grad(lambda x: value_and_grad(lambda y: y * y)(x)[0])(x)"
    assert_nested(submission, text, 6.0, 3.0)


@pytest.mark.points(1, cell="q5-again")
def test_second_derivatives(submission):
    """What value_and_grad gives has derivatives, and inner ones hold the outer input fixed."""
    for text, right, at in NESTED[:3]:
        assert_nested(submission, text, right, at, second=True)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-again")
def test_derivatives_of_any_order(submission):
    """Derivatives of derivatives are right for any function, to any depth."""
    for text, right, at in NESTED:
        assert_nested(submission, text, right, at, second=True)
    engine = TracerEngine(submission)
    for one in asked(0, 1, 3):
        assert_gradient_again(engine, one)
    for_all(lambda one: assert_gradient_again(engine, one), drawn(3), examples=4)


@pytest.mark.points(1, cell="q5-hvp")
def test_hvp(submission):
    """hvp is the matrix of second derivatives times an array."""
    for one in asked(0, 1):
        assert_hessian_product(TracerEngine(submission), one)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-hvp")
def test_hvp_any(submission):
    """hvp is right for inputs of every shape, and for any function."""
    engine = TracerEngine(submission)
    for one in asked(*range(len(TEXTS))):
        assert_hessian_product(engine, one)
    for_all(lambda one: assert_hessian_product(engine, one), drawn(3), examples=4)
    assert_curved(submission, A, B)
