"""Q8, using it: the derivation by hand, containers, descent, and the notebook as a whole."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.programs import program, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.tracers.descent import assert_descends, assert_flat, assert_trains
from autograder.asking.tracers.engine import TABLE, A, B, M, N
from autograder.asking.tracers.functions import TracerEngine, assert_nested, assert_pushed
from autograder.asking.tracers.practice import (
    RIGHT_RULE,
    WRONG_RULES,
    assert_checked,
    assert_line,
    assert_summed,
)

#: w, x, b and t, beside the student's own.
POINT = (-1.5, 0.5, 0.25, 0.0)
ANYWHERE = st.tuples(*[st.floats(-2.0, 2.0).map(lambda n: round(n, 2))] * 4)


def own_point(submission):
    return [submission.variant[name] for name in "wxbt"]


def assert_lines(submission, line):
    factor = submission.variant["a"]
    for point in (own_point(submission), POINT):
        assert_line(submission, line, *point, factor=factor)


def assert_lines_anywhere(submission, line):
    factor = submission.variant["a"]
    for_all(
        lambda point: assert_line(submission, line, *point, factor=factor), ANYWHERE, examples=6
    )
    assert_line(submission, line, *own_point(submission), lies=True, factor=factor)


@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_y_bar(submission):
    """The line of y_bar follows from the lines above it."""
    assert_lines(submission, "y_bar")


@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_z_bar(submission):
    """The line of z_bar follows from the lines above it."""
    assert_lines(submission, "z_bar")


@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_w_bar(submission):
    """The line of w_bar follows from the lines above it."""
    assert_lines(submission, "w_bar")


@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_b_bar(submission):
    """The line of b_bar follows from the lines above it."""
    assert_lines(submission, "b_bar")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_y_bar_anywhere(submission):
    """The line of y_bar holds at any numbers."""
    assert_lines_anywhere(submission, "y_bar")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_z_bar_anywhere(submission):
    """The line of z_bar holds at any numbers."""
    assert_lines_anywhere(submission, "z_bar")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_w_bar_anywhere(submission):
    """The line of w_bar holds at any numbers."""
    assert_lines_anywhere(submission, "w_bar")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q8-derivation")
def test_derivation_b_bar_anywhere(submission):
    """The line of b_bar holds at any numbers."""
    assert_lines_anywhere(submission, "b_bar")


@pytest.mark.points(1, cell="q8-flatten")
def test_flatten(submission):
    """flatten makes one vector of lists, dicts and arrays, and puts it back in form."""
    assert_flat(submission, [1.0, 2.0, 3.0], 3)
    assert_flat(submission, {"w": np.array([[1.0, 2.0], [3.0, 4.0]]), "b": 0.5}, 5)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q8-flatten")
def test_flatten_anything(submission):
    """flatten takes what is nested, tuples, single numbers, and is itself differentiated."""
    assert_flat(submission, M, 6)
    assert_flat(submission, 2.5, 1)
    assert_flat(submission, {"w": 0, "b": [1, 2]}, 3)
    assert_flat(submission, [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0, 3.0)], 7)
    assert_flat(submission, [M, N, np.ones((1, 1)), np.array(4.0)], 14)
    layers = {"l2": {"weights": [1.0, 2.0], "biases": (3.0,)}, "l1": {"weights": [4.0], "c": N}}
    assert_flat(submission, layers, 10)
    loss = "lambda p: np.sum(p['w'] * p['w']) * p['b'][1] + p['b'][0]"
    text = f"lambda x: grad({loss})({{'b': [1.0, 2.0], 'w': np.array([x, 3.0])}})"
    assert_nested(submission, f"lambda x: ({text})(x)['w'][0]", 10.0, 2.5)
    assert_nested(submission, f"lambda x: ({text})(x)['b'][1]", 15.25, 2.5)


def settings(submission):
    """Give what `sgd` does where nothing is said: steps, step size and mass."""
    return tuple(submission.variant[name] for name in ("num_iters", "step_size", "mass"))


@pytest.mark.points(1, cell="q8-sgd")
def test_sgd(submission):
    """sgd goes down with momentum, as long as it is told to."""
    assert_descends(submission, "vector", 1, 0.5, 0.0)
    assert_descends(submission, "vector", 5, 0.25, 0.5)
    assert_descends(submission, "dict", 3, 0.25, 0.5)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q8-sgd")
def test_sgd_any(submission):
    """sgd takes containers, tells its callback before each step, and has its defaults."""
    defaults = settings(submission)
    assert_descends(submission, "vector", 7, callback=True, defaults=defaults)
    assert_descends(submission, "dict", 4, 0.2, 0.7, callback=True)
    assert_descends(submission, "dict", 6, 0.1, defaults=defaults)
    assert_descends(submission, "vector", 0, 0.1, 0.5)
    assert_descends(submission, "vector", 3, mass=0.25, defaults=defaults)
    assert_descends(submission, "vector", None, 0.3, 0.8, defaults=defaults)


#: Programs of most operations of the notebook.
WHOLE = (
    (
        "v = np.dot(a, b); w = np.exp(v); x = w / v; np.sum(x, axis=0, keepdims=False)",
        {"a": M / 4, "b": N / 4},
    ),
    ("v = a * a; w = np.log(v); x = w + b; y = np.tanh(x); y * v", {"a": A, "b": M / 4}),
    ("v = a * a; w = v ** b; x = np.sin(w); x - v", {"a": A, "b": B / 4}),
)


def assert_works(submission, count, steps):
    """Check that the notebook, with nothing replaced, differentiates, tests rules, and trains."""
    engine = TracerEngine(submission)
    for text, given in WHOLE[:count]:
        one = with_incoming(program(TABLE, text, **given), 4)
        assert_array_gradient(engine, one, inner=False)
        if count > 1:
            assert_pushed(engine, one, once=False)
    nested = "lambda x: grad(lambda x: x * grad(lambda y: np.sin(x * y))(x))(x)"
    right = 2 * 0.7 * np.cos(0.49) - 2 * 0.7**3 * np.sin(0.49)
    assert_nested(submission, nested, right, 0.7)
    assert_trains(submission, steps, submission.variant["mass"])


@pytest.mark.whole
@pytest.mark.points(1, cell="q8-whole")
def test_whole_notebook(submission):
    """The whole notebook works: your cells together differentiate, and train a network."""
    assert_works(submission, 1, 3)


@pytest.mark.whole
@pytest.mark.hidden
@pytest.mark.points(2, cell="q8-whole")
def test_whole_notebook_any(submission):
    """The whole notebook works in both directions, in training, and agrees with differences."""
    assert_works(submission, 3, 8)
    assert_summed(submission, A + 900.0, 2.0, B)
    assert_checked(submission, "lambda x: f(x) * np.sin(x)", False, RIGHT_RULE)
    why = "a mistake of one percent"
    assert_checked(submission, "lambda x: f(x) * np.sin(x)", True, WRONG_RULES[why], why)
