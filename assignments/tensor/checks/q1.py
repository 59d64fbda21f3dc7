"""Q1, operations forward: what `compute` gives, in every use, and that it changes nothing."""

import pytest

from autograder.asking.tensors.rules import assert_forward

#: So many uses are asked publicly, the plainest and the largest among them.
FEW = 4


@pytest.mark.points(0.5, cell="q1-powerscalar")
def test_forward_power_scalar(submission):
    """PowerScalar.compute raises each element to a power."""
    assert_forward(submission, "power", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-ewisediv")
def test_forward_divide(submission):
    """EWiseDiv.compute divides element by element."""
    assert_forward(submission, "div", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-divscalar")
def test_forward_divide_scalar(submission):
    """DivScalar.compute divides by a number."""
    assert_forward(submission, "div_number", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-matmul")
def test_forward_matmul(submission):
    """MatMul.compute multiplies matrices."""
    assert_forward(submission, "matmul", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-summation")
def test_forward_summation(submission):
    """Summation.compute adds up over axes."""
    assert_forward(submission, "sum", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-broadcastto")
def test_forward_broadcast_to(submission):
    """BroadcastTo.compute broadcasts to a shape."""
    assert_forward(submission, "broadcast_to", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-reshape")
def test_forward_reshape(submission):
    """Reshape.compute gives another shape."""
    assert_forward(submission, "reshape", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-negate")
def test_forward_negate(submission):
    """Negate.compute changes the sign."""
    assert_forward(submission, "neg", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-transpose")
def test_forward_transpose(submission):
    """Transpose.compute exchanges two axes."""
    assert_forward(submission, "transpose", FEW, examples=3)


@pytest.mark.points(0.5, cell="q1-ewisepow")
def test_forward_power(submission):
    """EWisePow.compute raises to a power element by element."""
    assert_forward(submission, "power_of", FEW, examples=3)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-powerscalar")
def test_forward_power_scalar_everywhere(submission):
    """PowerScalar.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "power")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-ewisediv")
def test_forward_divide_everywhere(submission):
    """EWiseDiv.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "div")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-divscalar")
def test_forward_divide_scalar_everywhere(submission):
    """DivScalar.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "div_number")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-matmul")
def test_forward_matmul_everywhere(submission):
    """MatMul.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "matmul")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-summation")
def test_forward_summation_everywhere(submission):
    """Summation.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "sum")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-broadcastto")
def test_forward_broadcast_to_everywhere(submission):
    """BroadcastTo.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "broadcast_to")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-reshape")
def test_forward_reshape_everywhere(submission):
    """Reshape.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "reshape")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-negate")
def test_forward_negate_everywhere(submission):
    """Negate.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "neg")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-transpose")
def test_forward_transpose_everywhere(submission):
    """Transpose.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "transpose")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-ewisepow")
def test_forward_power_everywhere(submission):
    """EWisePow.compute is right for every shape, number and axis, and leaves its input alone."""
    assert_forward(submission, "power_of")
