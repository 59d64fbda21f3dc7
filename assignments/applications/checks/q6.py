"""Q6, a training run as a function of its settings: what it comes to, and its derivatives."""

import numpy as np
import pytest

from autograder.asking.simulations.settings import (
    assert_after,
    assert_through_training,
    assert_train,
)

START = np.array([2.0, -1.0])


@pytest.mark.points(1, cell="q6-train")
def test_train(submission):
    """train takes a step for each rate, and tells the loss before each."""
    assert_train(submission, [0.1], 1.0, START, "a valley")
    assert_train(submission, [0.2, 0.1, 0.3], 0.5, START, "a valley")


@pytest.mark.hidden
@pytest.mark.points(4, cell="q6-train")
def test_train_any(submission):
    """train is right for any rates, scale and loss, and is differentiated by rates and scale."""
    assert_train(submission, [0.05, 0.3, 0.1, 0.2], 1.5, START / 2, "a bent valley")
    assert_train(submission, [0.5, 0.25], 2.0, np.array([0.3, -0.6, 1.0]), "waves")
    assert_train(submission, [0.2, 1.4, 0.1, 0.1], 0.5, START, "a valley")
    assert_train(submission, [0.1] * 12, 1.0, START, "a bent valley")
    assert_through_training(submission, [0.2, 0.1, 0.3], 0.5, START, "a valley")
    assert_through_training(submission, [0.05, 0.3, 0.1], 1.5, START / 2, "a bent valley")
    assert_through_training(submission, [0.1, 0.2], 0.5, START, "a bent valley", "losses")


@pytest.mark.points(2, cell="q6-after")
def test_after(submission):
    """after_training is the loss after the last step, with its gradient by the settings."""
    assert_after(submission, [0.2, 0.1], 0.5, START, "a valley")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-after")
def test_after_any(submission):
    """after_training is right for any settings, and so is its gradient."""
    assert_after(submission, [0.05, 0.3, 0.1, 0.2], 1.5, START / 2, "a bent valley")
    assert_after(submission, [0.5, 0.25], 2.0, np.array([0.3, -0.6, 1.0]), "waves")
    assert_after(submission, [0.2, 1.4], 0.5, START, "a valley")
    assert_after(submission, [0.3], 0.25, START, "a bent valley")
