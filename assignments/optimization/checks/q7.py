"""Q7, what the perceptron has learned: its boundary, and the loss over its weights."""

import numpy as np
import pytest

from autograder.asking.variables.perceptrons import assert_boundary, assert_loss_surface


@pytest.mark.points(1, cell="q7-boundary")
def test_boundary(submission):
    """boundary gives points where the output is 0."""
    assert_boundary(submission, [1.0, 2.0], 0.5, [0.0, 1.0, 2.0])


@pytest.mark.hidden
@pytest.mark.points(2, cell="q7-boundary")
def test_boundary_any(submission):
    """boundary is right for any weights and bias."""
    assert_boundary(submission, [2.0, -0.5], -1.5, [-3.0, 0.0, 0.5, 4.0])
    assert_boundary(submission, [0.0, 4.0], 2.0, [1.0, -1.0])
    assert_boundary(submission, [-3.0, 1.0], 0.0, [2.0])


W0, W1 = np.meshgrid(np.array([-2.0, 0.5, 1.0]), np.array([-1.0, 3.0]))


@pytest.mark.points(1, cell="q7-surface")
def test_loss_surface(submission):
    """loss_surface gives the mean loss for each pair of weights."""
    assert_loss_surface(submission, W0[:1, :2], W1[:1, :2], [2.0, -1.0], 0.5)
    assert_loss_surface(submission, np.array([[1, -2]]), np.array([[0, 3]]), [2.0, -1.0], 0.5)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q7-surface")
def test_loss_surface_any(submission):
    """loss_surface is right for any grid, and the perceptron has its own weights afterwards."""
    assert_loss_surface(submission, W0, W1, [2.0, -1.0], 0.5)
    assert_loss_surface(submission, W0.T[:, :1], W1.T[:, :1], [0.25, 4.0], -1.0)
    whole = np.array([[1, -2], [0, 3]])
    assert_loss_surface(submission, whole, whole[::-1], [0.25, 4.0], -1.0)
