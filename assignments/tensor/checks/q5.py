"""Q5, logarithm and exponential, the files of digits, and the softmax loss."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.tensors.rules import assert_backward, assert_forward
from autograder.asking.tensors.training import assert_loss, assert_parsed, batch_of

FEW = 3
SEEDS = st.integers(0, 2**16)


@pytest.mark.points(0.5, cell="q5-log")
def test_log_values(submission):
    """Log computes the natural logarithm."""
    assert_forward(submission, "log", FEW, 3)


@pytest.mark.points(0.5, cell="q5-log")
def test_log_rule(submission):
    """Log sends back its slope times what comes in, as tensors."""
    assert_backward(submission, "log", FEW, 3)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q5-log")
def test_log_values_everywhere(submission):
    """Log.compute is right for every shape, for small and large numbers."""
    assert_forward(submission, "log")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q5-log")
def test_log_rule_everywhere(submission):
    """Log.gradient is right for every shape, and what it sends can be differentiated again."""
    assert_backward(submission, "log")


@pytest.mark.points(0.5, cell="q5-exp")
def test_exp_values(submission):
    """Exp computes e to the power of each element."""
    assert_forward(submission, "exp", FEW, 3)


@pytest.mark.points(0.5, cell="q5-exp")
def test_exp_rule(submission):
    """Exp sends back its slope times what comes in, as tensors."""
    assert_backward(submission, "exp", FEW, 3)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q5-exp")
def test_exp_values_everywhere(submission):
    """Exp.compute is right for every shape, for small and large numbers."""
    assert_forward(submission, "exp")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q5-exp")
def test_exp_rule_everywhere(submission):
    """Exp.gradient is right for every shape, and what it sends can be differentiated again."""
    assert_backward(submission, "exp")


@pytest.mark.points(1, cell="q5-parse")
def test_parse_mnist(submission):
    """parse_mnist reads images as rows of float32 in 0..1, and labels as uint8."""
    assert_parsed(submission, 6, seed=1)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q5-parse")
def test_parse_mnist_any(submission):
    """parse_mnist reads one image, and many."""
    assert_parsed(submission, 1, seed=2)
    assert_parsed(submission, 37, seed=3)


@pytest.mark.points(2, cell="q5-loss")
def test_softmax_loss(submission):
    """softmax_loss is the mean over the batch, and has a gradient."""
    for_all(
        lambda seed: assert_loss(submission, *batch_of(seed, 3, 3, 1.0)),
        SEEDS,
        examples=3,
        always=[(0,)],
    )


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-loss")
def test_softmax_loss_any(submission):
    """The loss and its gradient are right for one row, for many, and for large logits."""
    for_all(
        lambda rows, classes, seed: assert_loss(submission, *batch_of(seed, rows, classes, 2.0)),
        st.sampled_from([1, 2, 5]),
        st.sampled_from([2, 3, 7]),
        SEEDS,
        examples=6,
        always=[(1, 4, 0), (4, 4, 1)],
    )
    assert_loss(submission, *batch_of(7, 100, 10, 3.0))
    assert_loss(submission, np.zeros((3, 4)), np.eye(4)[[0, 3, 3]])
