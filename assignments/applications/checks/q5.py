"""Q5, when memory is short: the gradient in segments, what is kept, and for how long."""

import numpy as np
import pytest

from autograder.asking.simulations.segments import assert_every, assert_gradient, assert_memory

STATES = (
    np.array([0.5, -1.0, 2.0]),
    np.array([[1.0, 0.5], [-0.25, 2.0], [0.75, -1.5]]),
    np.array(1.5),
)


@pytest.mark.points(2, cell="q5-gradient")
def test_gradient(submission):
    """through_segments gives the loss and its gradient."""
    assert_gradient(submission, "a half", "a sum", STATES[0], 4, 2)
    assert_gradient(submission, "a sine", "squares", STATES[0], 6, 3)
    assert_gradient(submission, "neighbours", "squares", STATES[0], 5, 2)


@pytest.mark.hidden
@pytest.mark.points(4, cell="q5-gradient")
def test_gradient_anything(submission):
    """through_segments is right for any length, also where the last segment is shorter."""
    for steps, every in ((7, 3), (5, 5), (3, 8), (6, 1), (1, 1)):
        assert_gradient(submission, "neighbours", "one entry", STATES[1], steps, every)
    assert_gradient(submission, "a sine", "squares", STATES[2], 5, 2)
    assert_gradient(submission, "neighbours", "squares", STATES[0], 9, 4)


@pytest.mark.points(2, cell="q5-memory")
def test_memory(submission):
    """At no time is more than one segment traced."""
    assert_memory(submission, 120, 3)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q5-memory")
def test_memory_anything(submission):
    """Only checkpoints and one segment are kept, for short segments and for long ones."""
    assert_memory(submission, 60, 6)
    assert_memory(submission, 200, 14)


@pytest.mark.points(1, cell="q5-every")
def test_every(submission):
    """best_every keeps the fewest states."""
    for steps in (4, 9, 20):
        assert_every(submission, steps)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-every")
def test_every_anything(submission):
    """best_every keeps the fewest states, for any number of steps."""
    for steps in (1, 2, 3, 5, 12, 17, 60, 100, 999):
        assert_every(submission, steps)
