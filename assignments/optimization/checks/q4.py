"""Q4, a parabola: where the descent was, how its error is drawn, and what it shrinks by."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.variables.pictures import assert_errors_drawn
from autograder.asking.variables.runs import OTHER, assert_rates, assert_runs, parabola_of


@pytest.mark.points(2, cell="q4-runs")
def test_runs(submission):
    """perform_gd tells where x was before each step, and the value there."""
    assert_runs(submission, [-3], [0.1], 4)
    assert_runs(submission, [-3, 4], [0.1, 0.8], 5)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-runs")
def test_runs_any(submission):
    """perform_gd is right for any starts and rates, also where it moves away, and for another f."""
    assert_runs(submission, [-3, 4], [0.1, 0.8], None)
    assert_runs(submission, [1.5, -2.0, 0.25], [0.3, 1.1, 0.5], 6)
    assert_runs(submission, [2.0, -1.0], [0.25, 0.5], 5, OTHER)
    assert_runs(submission, [7], [0.05], 1)


def histories(*runs):
    return np.array(runs, dtype=float)


@pytest.mark.points(1.5, cell="q4-errors")
def test_errors_picture(submission):
    """plot_errors draws the error of each run, labelled, on a logarithmic axis."""
    xs, _ = parabola_of([-3, 4], [0.1, 0.4], 6)
    assert_errors_drawn(submission, xs, 0.0)


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q4-errors")
def test_errors_picture_any(submission):
    """plot_errors is right for any number of runs, and around another minimum."""
    assert_errors_drawn(submission, histories([5.0, 3.0, 2.5, 2.25]), 2.0)
    assert_errors_drawn(
        submission, histories([1.0, -4.0, 2.0], [0.5, 3.0, -1.0], [7.0, 6.0, 5.0]), -1.5
    )


@pytest.mark.points(1, cell="q4-rates")
def test_rates(submission):
    """error_factor and largest_rate are right for the parabola of the notebook."""
    for lr in (0.1, 0.8, 0.5):
        assert_rates(submission, 2.0, lr)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-rates")
def test_rates_any(submission):
    """error_factor and largest_rate are right for any parabola."""
    for_all(
        lambda c, lr: assert_rates(submission, c, lr),
        st.sampled_from([0.5, 1.0, 3.0, 40.0]),
        st.sampled_from([0.01, 0.25, 1.0, 1.5]),
        examples=6,
        always=[(4.0, 0.5), (0.5, 1.0), (40.0, 0.06)],
    )
