"""Q5, a surface with hills: the module, the descents on it, and their picture."""

import numpy as np
import pytest

from autograder.asking.variables.pictures import assert_paths_drawn
from autograder.asking.variables.runs import (
    PLACES,
    assert_descents,
    assert_surface,
    height,
    surface_of,
)

STARTS = [[0.5, 1.8], [-2, -2], [-2, 2], [1.6, -0.1]]


@pytest.mark.points(1, cell="q5-surface")
def test_surface(submission):
    """Surface has two parameters, and computes the height."""
    assert_surface(submission, *PLACES[0])


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-surface")
def test_surface_anywhere(submission):
    """The height and its gradient are right everywhere."""
    for place in (*PLACES[1:], (0.75, -1.25), (0.0, 0.0)):
        assert_surface(submission, *place)


@pytest.mark.points(1.5, cell="q5-descents")
def test_descents(submission):
    """perform_2d_gd tells paths and heights, before each step."""
    assert_descents(submission, STARTS[:2], {"epochs": 3})


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q5-descents")
def test_descents_any(submission):
    """perform_2d_gd is right for any starts and rates."""
    assert_descents(submission, STARTS, {})
    assert_descents(submission, [[0.25, -0.5]], {"lr": 0.1, "epochs": 4})


@pytest.mark.points(2, cell="q5-paths")
def test_paths_picture(submission):
    """plot_paths draws filled contours of the surface, and a labelled line for each path."""
    paths, _ = surface_of(STARTS[:2], 0.3, 6)
    assert_paths_drawn(submission, paths, height)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q5-paths")
def test_paths_picture_any(submission):
    """plot_paths is right for any paths, and its contours lie where the surface is."""
    paths, _ = surface_of(STARTS, 0.1, 9)
    assert_paths_drawn(submission, paths, height)
    assert_paths_drawn(submission, np.array([[[1.0, 2.0], [-1.0, 0.5], [2.5, -2.0]]]), height)
