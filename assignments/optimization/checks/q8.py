"""Q8, faster down: momentum and Adam, and the notebook as a whole."""

import numpy as np
import pytest

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.programs import filled, program, with_incoming
from autograder.asking.engine import DeclaredEngine
from autograder.asking.variables.descents import assert_set_back, assert_steps
from autograder.asking.variables.engine import ADAPTER, TABLE
from autograder.asking.variables.perceptrons import assert_trains
from autograder.asking.variables.runs import assert_runs


@pytest.mark.points(1, cell="q8-momentum")
def test_momentum(submission):
    """Momentum moves each parameter by a velocity of its own."""
    for count in (1, 2):
        assert_steps(submission, "Momentum", {"lr": 0.5, "mu": 0.5}, count=count, steps=2)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q8-momentum")
def test_momentum_any(submission):
    """Momentum keeps a velocity for each parameter, and has its default."""
    assert_steps(submission, "Momentum", {"lr": 0.25}, count=4, steps=4)
    assert_steps(submission, "Momentum", {"lr": 0.1, "mu": 0.0}, count=2, steps=2)
    assert_set_back(submission, "Momentum", 2)


@pytest.mark.points(1.5, cell="q8-adam")
def test_adam(submission):
    """Adam moves each parameter by corrected means of its own."""
    options = {"lr": 0.5, "beta1": 0.5, "beta2": 0.75}
    for count in (1, 2):
        assert_steps(submission, "Adam", options, count=count, steps=2)


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q8-adam")
def test_adam_any(submission):
    """Adam keeps means for each parameter, counts its steps, and has its defaults."""
    assert_steps(submission, "Adam", {"lr": 0.25}, count=4, steps=4)
    assert_steps(submission, "Adam", {}, count=2, steps=2)
    assert_steps(submission, "Adam", {"lr": 0.1, "eps": 0.5}, count=3, steps=3)
    assert_steps(submission, "Adam", {"lr": 0.5, "beta1": 0.75, "beta2": 0.25}, count=2, steps=3)
    assert_steps(submission, "Adam", {"lr": 0.25}, count=2, steps=2, size=1e-8)
    assert_set_back(submission, "Adam", 2)


def assert_works(submission, steps):
    """Check that the notebook, with nothing replaced, differentiates, goes down, and learns."""
    text = "v = a @ b; w = v + c; x = w.tanh(); y = x - v; z = y * w; z.mean()"
    given = {
        "a": filled((2, 3), 4) / 4,
        "b": filled((3, 2), 5, start=3) / 4,
        "c": np.array([1.0, -0.5]),
    }
    one = with_incoming(program(TABLE, text, **given), 4)
    assert_array_gradient(DeclaredEngine(submission, ADAPTER), one)
    assert_runs(submission, [-3, 4], [0.1, 0.8], steps)
    assert_trains(submission, 5, [2.0, -1.0], {"lr": 0.2, "epochs": steps})


@pytest.mark.whole
@pytest.mark.points(1, cell="q8-whole")
def test_whole_notebook(submission):
    """The whole notebook works: your cells together differentiate, go down, and train."""
    assert_works(submission, 3)


@pytest.mark.whole
@pytest.mark.hidden
@pytest.mark.points(2, cell="q8-whole")
def test_whole_notebook_any(submission):
    """The whole notebook works with every optimizer, and for longer."""
    assert_works(submission, 8)
    assert_trains(submission, 6, [0.5, 0.25], {"lr": 0.1, "epochs": 6}, "Momentum")
    assert_trains(submission, 6, [0.5, 0.25], {"lr": 0.1, "epochs": 6}, "Adam")
    assert_trains(submission, 6, [-1.0, 0.25], {"lr": 0.1, "epochs": 4}, "GD")
