"""Q6, Jacobians and their products with arrays from either side."""

from functools import partial

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.arrays.chain_rule import assert_follows_rules
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import program, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.tracers.engine import CALCULUS, TABLE, A, B, M, N, by_jacobian, by_jvp
from autograder.asking.tracers.functions import (
    TracerEngine,
    assert_jacobian,
    assert_nested,
    assert_of_integers,
    assert_pushed,
)
from autograder.asking.tracers.practice import assert_exp_vjp, assert_product

SEEDS = st.integers(0, 2**16)

#: Programs with inputs and results of various shapes.
TEXTS = (
    ("np.sin(a)", {"a": A}),
    ("np.dot(a, b)", {"a": M, "b": np.array([2.0, -1.0, 0.5])}),
    ("v = a * a; np.sum(v, axis=None, keepdims=False)", {"a": A}),
    ("v = np.sin(a); w = v * a; w + v", {"a": A}),
    ("v = a * b; np.exp(v)", {"a": A / 2, "b": M / 2}),
    (
        "v = np.dot(a, b); w = np.tanh(v); np.sum(w, axis=0, keepdims=True)",
        {"a": M / 4, "b": N / 4},
    ),
    ("a * b", {"a": np.array(1.5), "b": B}),
    ("np.sin(a)", {"a": np.array(0.5)}),
    ("a + b", {"a": A, "b": B}),
    ("np.dot(a, b)", {"a": np.array([[1.0, 2.0], [3.0, 4.0]]), "b": np.array([1.0, -2.0])}),
)


def asked(*numbers):
    return [with_incoming(program(TABLE, TEXTS[i][0], **TEXTS[i][1]), 4) for i in numbers]


def drawn(steps):
    return array_programs(TABLE, CALCULUS, inputs=2, steps=steps)


@pytest.mark.points(1, cell="q6-products")
def test_products_by_hand(submission):
    """What is sent back through a matrix times a vector, and through an exponential."""
    assert_product(submission, 2, 3, 1)
    assert_exp_vjp(submission, (3,), 1)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q6-products")
def test_products_by_hand_any(submission):
    """The products are right for every shape, square matrices among them."""
    for rows, columns in ((2, 2), (1, 3), (3, 1), (4, 2)):
        for_all(partial(assert_product, submission, rows, columns), SEEDS, examples=2)
    for_all(partial(assert_exp_vjp, submission, (4,)), SEEDS, examples=2)
    assert_exp_vjp(submission, (2, 2), 3)


@pytest.mark.points(1, cell="q6-jacobian")
def test_jacobian(submission):
    """jacobian has a row for each output: the shape of the output, then that of the input."""
    for one in asked(0, 1, 4):
        assert_jacobian(TracerEngine(submission), one)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q6-jacobian")
def test_jacobian_any(submission):
    """jacobian is right for inputs and outputs of every shape."""
    engine = TracerEngine(submission)
    for one in asked(*range(len(TEXTS))):
        assert_jacobian(engine, one)
    for_all(lambda one: assert_jacobian(engine, one), drawn(3), examples=5)
    for one in asked(0, 3):
        lies = {"sin": (2.0,), "multiply": (2.0, -1.0)}
        assert_follows_rules(by_jacobian(submission), one, lies)
    assert_of_integers(submission, "jacobian")


@pytest.mark.points(1, cell="q6-jvp")
def test_make_jvp(submission):
    """make_jvp gives a function that pushes a velocity forward, and the value."""
    for one in asked(0, 1, 3):
        assert_pushed(TracerEngine(submission), one)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-jvp")
def test_make_jvp_any(submission):
    """make_jvp is right for any function, and takes what it pushes from the table of rules."""
    engine = TracerEngine(submission)
    for one in asked(*range(len(TEXTS))):
        assert_pushed(engine, one)
    for_all(lambda one: assert_pushed(engine, one), drawn(4), examples=6)
    keywords = program(TABLE, "v = np.sum(a, axis=1, keepdims=False); v * v", a=M)
    assert_pushed(engine, with_incoming(keywords, 4))
    for one in asked(0, 3, 4):
        lies = {"multiply": (2.0, -1.0), "add": (3.0, 0.5), "sin": (2.0,), "exp": (-3.0,)}
        assert_follows_rules(by_jvp(submission), one, lies)
    assert_of_integers(submission, "make_jvp")
    twice = "lambda x: grad(lambda x: make_jvp(lambda y: y * y * y, x)[0](1.0))(x)"
    assert_nested(submission, twice, 12.0, 2.0)
