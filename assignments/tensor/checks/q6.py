"""Q6, ReLU, one epoch of training, and the notebook as a whole."""

import pytest
from hypothesis import strategies as st

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.programs import filled, program, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.tensors.engine import TABLE, TensorEngine
from autograder.asking.tensors.rules import assert_backward, assert_forward
from autograder.asking.tensors.training import assert_epochs, assert_trains, network

SEEDS = st.integers(0, 2**16)
M, N = filled((2, 3), 1), filled((3, 2), 2, start=3)


@pytest.mark.points(0.5, cell="q6-relu")
def test_relu_values(submission):
    """ReLU keeps what is positive."""
    assert_forward(submission, "relu", 3, 3)


@pytest.mark.points(0.5, cell="q6-relu")
def test_relu_rule(submission):
    """ReLU sends back where its input is positive."""
    assert_backward(submission, "relu", 3, 3)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q6-relu")
def test_relu_values_everywhere(submission):
    """ReLU.compute is right for every shape and sign."""
    assert_forward(submission, "relu")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q6-relu")
def test_relu_rule_everywhere(submission):
    """ReLU.gradient is right for every shape and sign."""
    assert_backward(submission, "relu")


@pytest.mark.points(2, cell="q6-epoch")
def test_nn_epoch(submission):
    """nn_epoch makes a step for each batch, and returns new weights without a history."""
    assert_epochs(submission, network(1, 6, 5, 4, 3), lr=0.5, batch=6)
    assert_epochs(submission, network(1, 6, 5, 4, 3), lr=0.5, batch=3)
    assert_epochs(submission, network(1, 6, 5, 4, 3), lr=0.5, batch=6, factor=3.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-epoch")
def test_nn_epoch_any(submission):
    """A shorter last batch, a class that does not occur, several epochs, and by your backward."""
    assert_epochs(submission, network(2, 10, 5, 4, 3), lr=0.3, batch=4)
    assert_epochs(submission, network(3, 7, 4, 6, 5, missing=True), lr=0.2, batch=3, times=2)
    assert_epochs(submission, network(4, 5, 3, 2, 2), lr=0.4, batch=100)
    for_all(
        lambda seed: assert_epochs(submission, network(seed, 8, 4, 5, 3), lr=0.3, batch=5),
        SEEDS,
        examples=2,
    )
    assert_epochs(submission, network(2, 8, 5, 4, 3), lr=0.5, batch=4, factor=-2.0)
    assert_epochs(submission, network(6, 130, 3, 4, 2))  # with the defaults


#: Programs of all operations of the notebook.
WHOLE = (
    ("v = a @ b; w = exp(v * -0.5); x = w / v; summation(x, axes=(0,))", {"a": M, "b": N}),
    ("v = a ** 2; w = log(v + 2.0); x = transpose(w, axes=None); -(x / 4.0)", {"a": M}),
    (
        "v = reshape(a, (3, 2)); w = v ** b; x = summation(b, axes=(0,)); "
        "y = broadcast_to(x, (3, 2)); z = w * y; z + v",
        {"a": M, "b": N / 4},
    ),
)


def assert_works(submission, count, epochs):
    """Check that the notebook, with nothing replaced, differentiates and trains."""
    engine = TensorEngine(submission)
    for text, given in WHOLE[:count]:
        assert_array_gradient(engine, with_incoming(program(TABLE, text, **given), 4), inner=False)
    assert_trains(submission, epochs)


@pytest.mark.whole
@pytest.mark.points(1, cell="q6-whole")
def test_whole_notebook(submission):
    """The whole notebook works: your cells together differentiate, and train a network."""
    assert_works(submission, 1, 2)


@pytest.mark.whole
@pytest.mark.hidden
@pytest.mark.points(2, cell="q6-whole")
def test_whole_notebook_any(submission):
    """The whole notebook works on programs of all operations, and the loss falls as it should."""
    assert_works(submission, 3, 6)
