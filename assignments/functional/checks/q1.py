"""Q1, finite differences: the estimate at a step that shows which formula it is."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.tracers.practice import FUNCTIONS, assert_differences

#: Points of every kind: a vector, a matrix, integers, an array without axes.
POINTS = (
    np.array([2.0, -1.0, 0.5]),
    np.array([[1.0, -0.5], [0.25, 2.0]]),
    np.array([1, 3]),
    np.array(1.5),
)
STEPS = st.sampled_from([0.5, 0.25, 0.1, 0.01, 1e-3])


def assert_any(submission, name):
    """Ask at every kind of point, and at drawn steps."""
    for point in POINTS:
        assert_differences(submission, name, FUNCTIONS[0], point, 0.25)
        assert_differences(submission, name, FUNCTIONS[1], point, 0.125)
    shapes = st.sampled_from([(1,), (4,), (2, 3), (3, 1), (2, 2, 2)])
    for_all(
        lambda shape, h, seed: assert_differences(
            submission,
            name,
            FUNCTIONS[seed % 2],
            np.round(np.random.default_rng(seed).normal(size=shape), 2),
            h,
        ),
        shapes,
        STEPS,
        st.integers(0, 2**16),
        examples=8,
    )


@pytest.mark.points(1, cell="q1-one-sided")
def test_one_sided(submission):
    """one_sided moves one entry at a time, up by h."""
    assert_differences(submission, "one_sided", FUNCTIONS[0], POINTS[0], 0.25)
    assert_differences(submission, "one_sided", FUNCTIONS[1], POINTS[1], 0.125)
    for point in POINTS[2:]:
        assert_differences(submission, "one_sided", FUNCTIONS[0], point, 0.25)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-one-sided")
def test_one_sided_anywhere(submission):
    """one_sided is right at points of every shape, also of integers, and leaves them alone."""
    assert_any(submission, "one_sided")


@pytest.mark.points(1, cell="q1-two-sided")
def test_two_sided(submission):
    """two_sided moves one entry at a time, up and down by h."""
    assert_differences(submission, "two_sided", FUNCTIONS[0], POINTS[0], 0.25)
    assert_differences(submission, "two_sided", FUNCTIONS[1], POINTS[1], 0.125)
    for point in POINTS[2:]:
        assert_differences(submission, "two_sided", FUNCTIONS[0], point, 0.25)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-two-sided")
def test_two_sided_anywhere(submission):
    """two_sided is right at points of every shape, also of integers, and leaves them alone."""
    assert_any(submission, "two_sided")
