"""Q7, learning how to learn: settings by their gradients, and a search at the same cost."""

import numpy as np
import pytest

from autograder.asking.simulations.choosing import assert_searches, assert_tunes

START = np.array([2.0, -1.0])


@pytest.mark.points(2, cell="q7-tune")
def test_tune(submission):
    """tune finds settings with which training gets further."""
    assert_tunes(submission, [0.1, 0.2, 0.3, 0.4], 0.5, START, "a bent valley", 40, 0.1, 0.5)


@pytest.mark.hidden
@pytest.mark.points(5, cell="q7-tune")
def test_tune_any(submission):
    """tune returns the best settings it came by, positive, and has its defaults."""
    assert_tunes(submission, [0.05, 0.1, 0.2], 0.5, START, "a valley", 30, 0.1, 0.5)
    assert_tunes(submission, [0.05, 0.1, 0.2], 1.5, START, "a valley", None, 0.1, 0.5)
    assert_tunes(submission, [0.6, 0.02], 1.0, START, "a valley", 40, 0.1, 0.5, all_of_them=True)
    assert_tunes(submission, [0.3, 0.5], 1.0, START, "a high valley", 12, 0.5, 1.0)


@pytest.mark.points(2, cell="q7-grid")
def test_grid(submission):
    """grid_search gives the best of the grid, within its budget."""
    assert_searches(submission, 11, 2, START, "a valley")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q7-grid")
def test_grid_any(submission):
    """grid_search is right for any budget, also where trainings blow up."""
    assert_searches(submission, 9, 2, START, "a valley")
    assert_searches(submission, 35, 3, START, "a high valley")
    assert_searches(submission, 8, 2, START, "a bent valley")
    assert_searches(submission, 15, 1, np.array([-0.3, 0.15]), "a valley")
    assert_searches(submission, 5, 2, START, "waves")
    assert_searches(submission, 26, 1, np.array([-0.8, 0.4]), "a valley")
    assert_searches(submission, 25, 12, 40.0 * START, "a bent valley")
    assert_searches(submission, 17, 3, 3.0 * START, "a valley")
