"""Q4, the wind that draws a picture: the objective, its gradient, and the way down."""

import pytest

from autograder.asking.simulations.pictures import (
    assert_forms,
    assert_objective,
    assert_objective_slopes,
)


@pytest.mark.points(1, cell="q4-objective")
def test_objective(submission):
    """objective is the mean of the squared differences in the end."""
    assert_objective(submission, 4, 2, 1)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-objective")
def test_objective_anything(submission):
    """objective is right for any wind, smoke, target and number of steps."""
    assert_objective(submission, 5, 1, 2)
    assert_objective(submission, 3, 4, 3)
    assert_objective(submission, 6, 2, 4)


@pytest.mark.points(2, cell="q4-slopes")
def test_objective_slopes(submission):
    """slopes gives the objective, and its gradient by the wind."""
    assert_objective_slopes(submission, 4, 2, 1)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-slopes")
def test_objective_slopes_anything(submission):
    """slopes is right for any wind, smoke, target and number of steps."""
    assert_objective_slopes(submission, 5, 3, 2)
    assert_objective_slopes(submission, 3, 1, 3)


@pytest.mark.points(2, cell="q4-picture")
def test_picture(submission):
    """form_picture finds a wind that brings the objective down."""
    assert_forms(submission, 6, 2, 30, 0.05, 0.5)


@pytest.mark.hidden
@pytest.mark.points(5, cell="q4-picture")
def test_picture_anything(submission):
    """form_picture takes the rounds it is told, gets down far enough, and has its defaults."""
    assert_forms(submission, 6, 3, 40, 0.05, 0.5)
    assert_forms(submission, 5, 1, None, 0.05, 0.5)
    assert_forms(submission, 7, 4, 2, 0.05, 1.0)
