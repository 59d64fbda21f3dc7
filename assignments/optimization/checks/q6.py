"""Q6, a perceptron: layers, a loss, a data set, and the training."""

import numpy as np
import pytest

from autograder.asking.variables.perceptrons import (
    assert_activation,
    assert_data,
    assert_linear,
    assert_loss,
    assert_mean_loss,
    assert_trains,
)


@pytest.mark.points(1.5, cell="q6-linear")
def test_linear(submission):
    """Linear computes weight @ x + bias, with parameters that are found."""
    assert_linear(submission, (1, 2))
    assert_linear(submission, (3, 1))


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q6-linear")
def test_linear_any(submission):
    """Linear is right for any numbers of inputs and outputs."""
    for shape in ((3, 2), (2, 5), (4, 1)):
        assert_linear(submission, shape)


@pytest.mark.points(1, cell="q6-loss")
def test_tanh_and_loss(submission):
    """Tanh is applied to each entry, and MSELoss is the mean of the squares of the differences."""
    assert_activation(submission, np.array([[0.5]]))
    assert_loss(submission, np.array([[0.5]]), np.array([[-1.0]]))
    assert_loss(submission, np.array([[2.0], [0.5]]), np.array([[1.0], [-1.0]]))


@pytest.mark.hidden
@pytest.mark.points(2, cell="q6-loss")
def test_tanh_and_loss_any(submission):
    """Tanh and MSELoss are right for several outputs."""
    assert_activation(submission, np.array([[0.5], [-2.0], [1.5]]))
    assert_loss(submission, np.array([[0.5], [2.0], [-1.0]]), np.array([[-1.0], [1.0], [0.5]]))
    assert_loss(submission, np.array([[1.0, 4.0], [2.0, -3.0]]), np.array([[0.0, 1.0], [2.0, 2.0]]))


@pytest.mark.points(1.5, cell="q6-dataset")
def test_dataset(submission):
    """A Dataset knows its length and its examples; forward_dataset is the mean loss."""
    assert_data(submission, 5, [0, 3])
    assert_mean_loss(submission, [1.0, 2.0], [3.0, 3.0])


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q6-dataset")
def test_dataset_any(submission):
    """Dataset and forward_dataset are right for one example and for many."""
    assert_data(submission, 1, [0])
    assert_data(submission, 12, [11, 4, -1])
    assert_mean_loss(submission, [1.5], [-2.0])
    assert_mean_loss(submission, [1.5, 0.5], [-2.0, 1.0], "another")
    assert_mean_loss(submission, [1.0, -2.0, 0.5, 3.0, 0.0], [2.0, 1.0, 1.0, -1.0, 4.0])


@pytest.mark.points(2, cell="q6-train")
def test_train(submission):
    """train tells weights, biases and losses before each step."""
    assert_trains(submission, 4, [2.0, -1.0], {"lr": 0.1, "epochs": 3})


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-train")
def test_train_any(submission):
    """train is right for any data, rate and number of steps."""
    assert_trains(submission, 7, [0.5, 0.25], {"lr": 0.5, "epochs": 6})
    assert_trains(submission, 5, [1.0, -2.0, 0.5], {"lr": 0.2, "epochs": 4})
    assert_trains(submission, 1, [0.5, 0.25], {})
    assert_trains(submission, 3, [0.5, 0.25], {"lr": 0.3, "epochs": 3}, in_place=True)
