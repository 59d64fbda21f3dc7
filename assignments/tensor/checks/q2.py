"""Q2, operations backward: what `gradient` sends, of which shape, and that it has a history."""

import pytest

from autograder.asking.tensors.rules import assert_backward

#: So many uses are asked publicly, the plainest and the largest among them.
FEW = 4


@pytest.mark.points(1, cell="q2-powerscalar")
def test_backward_power_scalar(submission):
    """PowerScalar.gradient sends each input what belongs to it."""
    assert_backward(submission, "power", FEW, examples=3)


@pytest.mark.points(1, cell="q2-ewisediv")
def test_backward_divide(submission):
    """EWiseDiv.gradient sends each input what belongs to it."""
    assert_backward(submission, "div", FEW, examples=3)


@pytest.mark.points(1, cell="q2-divscalar")
def test_backward_divide_scalar(submission):
    """DivScalar.gradient sends each input what belongs to it."""
    assert_backward(submission, "div_number", FEW, examples=3)


@pytest.mark.points(2, cell="q2-matmul")
def test_backward_matmul(submission):
    """MatMul.gradient sends each input what belongs to it."""
    assert_backward(submission, "matmul", FEW, examples=3)


@pytest.mark.points(1, cell="q2-summation")
def test_backward_summation(submission):
    """Summation.gradient sends each input what belongs to it."""
    assert_backward(submission, "sum", FEW, examples=3)


@pytest.mark.points(1, cell="q2-broadcastto")
def test_backward_broadcast_to(submission):
    """BroadcastTo.gradient sends each input what belongs to it."""
    assert_backward(submission, "broadcast_to", FEW, examples=3)


@pytest.mark.points(1, cell="q2-reshape")
def test_backward_reshape(submission):
    """Reshape.gradient sends each input what belongs to it."""
    assert_backward(submission, "reshape", FEW, examples=3)


@pytest.mark.points(0.5, cell="q2-negate")
def test_backward_negate(submission):
    """Negate.gradient sends each input what belongs to it."""
    assert_backward(submission, "neg", FEW, examples=3)


@pytest.mark.points(1, cell="q2-transpose")
def test_backward_transpose(submission):
    """Transpose.gradient sends each input what belongs to it."""
    assert_backward(submission, "transpose", FEW, examples=3)


@pytest.mark.points(1, cell="q2-ewisepow")
def test_backward_power(submission):
    """EWisePow.gradient sends each input what belongs to it."""
    assert_backward(submission, "power_of", FEW, examples=3)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q2-powerscalar")
def test_backward_power_scalar_everywhere(submission):
    """PowerScalar.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "power")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-ewisediv")
def test_backward_divide_everywhere(submission):
    """EWiseDiv.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "div")


@pytest.mark.hidden
@pytest.mark.points(1, cell="q2-divscalar")
def test_backward_divide_scalar_everywhere(submission):
    """DivScalar.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "div_number")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-matmul")
def test_backward_matmul_everywhere(submission):
    """MatMul.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "matmul")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-summation")
def test_backward_summation_everywhere(submission):
    """Summation.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "sum")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-broadcastto")
def test_backward_broadcast_to_everywhere(submission):
    """BroadcastTo.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "broadcast_to")


@pytest.mark.hidden
@pytest.mark.points(1, cell="q2-reshape")
def test_backward_reshape_everywhere(submission):
    """Reshape.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "reshape")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q2-negate")
def test_backward_negate_everywhere(submission):
    """Negate.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "neg")


@pytest.mark.hidden
@pytest.mark.points(1, cell="q2-transpose")
def test_backward_transpose_everywhere(submission):
    """Transpose.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "transpose")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-ewisepow")
def test_backward_power_everywhere(submission):
    """EWisePow.gradient is right for every shape, number and axis, and has a derivative."""
    assert_backward(submission, "power_of")
