"""Q1, operations of variables: what they compute, and what each sends back."""

import numpy as np
import pytest

from autograder.asking.arrays.rules import assert_sent
from autograder.asking.engine import DeclaredEngine
from autograder.asking.variables.engine import ADAPTER, ALIKE, TABLE
from autograder.asking.variables.gradients import assert_beside_numbers

X = (2.0, -1.0, 0.5)
AT = np.array(X)


def assert_few(submission, name):
    assert_sent(DeclaredEngine(submission, ADAPTER), ALIKE, name, 3, 3)


def assert_everywhere(submission, name):
    assert_sent(DeclaredEngine(submission, ADAPTER), TABLE, name)


@pytest.mark.points(0.5, cell="q1-multiply")
def test_multiply(submission):
    """multiply computes the product, and sends each operand what belongs to it."""
    assert_few(submission, "multiply")


@pytest.mark.points(0.5, cell="q1-multiply")
def test_multiply_by_a_number(submission):
    """multiply takes a plain number on either side."""
    assert_beside_numbers(submission, "multiply(x, 3)", X, 3.0 * AT, np.full(3, 3.0))
    assert_beside_numbers(submission, "-2.0 * x", X, -2.0 * AT, np.full(3, -2.0))


@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-multiply")
def test_multiply_everywhere(submission):
    """multiply is right for every shape, for one variable twice, and beside plain numbers."""
    assert_everywhere(submission, "multiply")
    assert_beside_numbers(
        submission,
        "x * np.array([4.0, 0.5, -3.0])",
        X,
        AT * [4.0, 0.5, -3.0],
        np.array([4.0, 0.5, -3.0]),
    )
    assert_beside_numbers(submission, "multiply(0.25, x)", X, 0.25 * AT, np.full(3, 0.25))


@pytest.mark.points(0.5, cell="q1-minus")
def test_negative(submission):
    """negative computes and sends what it should."""
    assert_few(submission, "negative")


@pytest.mark.points(0.5, cell="q1-minus")
def test_subtract(submission):
    """subtract computes the difference, and sends each operand what belongs to it."""
    assert_few(submission, "subtract")
    assert_beside_numbers(submission, "3.0 - x", X, 3.0 - AT, np.full(3, -1.0))


@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-minus")
def test_minus_everywhere(submission):
    """negative and subtract are right for every shape, and beside plain numbers."""
    assert_everywhere(submission, "negative")
    assert_everywhere(submission, "subtract")
    assert_beside_numbers(submission, "subtract(x, 5)", X, AT - 5.0, np.ones(3))
    assert_beside_numbers(submission, "subtract(-1, x)", X, -1.0 - AT, np.full(3, -1.0))


@pytest.mark.points(1, cell="q1-divide")
def test_divide(submission):
    """divide computes the quotient, and sends each operand what belongs to it."""
    assert_few(submission, "divide")
    assert_beside_numbers(submission, "1 / x", X, 1.0 / AT, -1.0 / AT**2)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-divide")
def test_divide_everywhere(submission):
    """divide is right for every shape, and beside plain numbers."""
    assert_everywhere(submission, "divide")
    assert_beside_numbers(submission, "x / 4", X, AT / 4.0, np.full(3, 0.25))
    assert_beside_numbers(submission, "divide(3.0, x)", X, 3.0 / AT, -3.0 / AT**2)


@pytest.mark.points(0.5, cell="q1-power")
def test_power(submission):
    """power sends the base and the exponent what belongs to them."""
    assert_few(submission, "power")


@pytest.mark.points(1, cell="q1-power")
def test_power_of_a_number(submission):
    """power takes a plain exponent, also of a negative base, and a plain base."""
    assert_beside_numbers(submission, "x ** 2", X, AT**2, 2.0 * AT)
    assert_beside_numbers(submission, "2.0 ** x", X, 2.0**AT, np.log(2.0) * 2.0**AT)


@pytest.mark.hidden
@pytest.mark.points(1.5, cell="q1-power")
def test_power_everywhere(submission):
    """power is right for every shape, and for negative and zero bases with plain exponents."""
    assert_everywhere(submission, "power")
    assert_beside_numbers(submission, "power(x, 3)", X, AT**3, 3.0 * AT**2)
    assert_beside_numbers(submission, "x ** -1", X, 1.0 / AT, -1.0 / AT**2)
    zero = (0.0, -2.0, 3.0)
    at = np.array(zero)
    assert_beside_numbers(submission, "x ** 2", zero, at**2, 2.0 * at)
    assert_beside_numbers(submission, "power(x, 1)", zero, at, np.ones(3))
    assert_beside_numbers(submission, "power(0.5, x)", X, 0.5**AT, np.log(0.5) * 0.5**AT)


@pytest.mark.points(0.5, cell="q1-exp")
def test_exp(submission):
    """exp computes the exponential of each entry, and sends it times what comes in."""
    assert_few(submission, "exp")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-exp")
def test_exp_everywhere(submission):
    """exp is right for every shape, and for large and small numbers."""
    assert_everywhere(submission, "exp")


@pytest.mark.points(1, cell="q1-tanh")
def test_tanh(submission):
    """tanh computes the hyperbolic tangent of each entry, and sends its slope times g."""
    assert_few(submission, "tanh")


@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-tanh")
def test_tanh_everywhere(submission):
    """tanh is right for every shape, and for large and small numbers."""
    assert_everywhere(submission, "tanh")
    far = (30.0, -40.0, 0.0)
    at = np.array(far)
    assert_beside_numbers(submission, "tanh(x)", far, np.tanh(at), 1.0 - np.tanh(at) ** 2)


@pytest.mark.points(1, cell="q1-matmul")
def test_matmul(submission):
    """matmul multiplies matrices, and sends products back."""
    assert_few(submission, "matmul")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-matmul")
def test_matmul_everywhere(submission):
    """matmul is right for matrices of every size, and beside plain ones."""
    assert_everywhere(submission, "matmul")


@pytest.mark.points(0.5, cell="q1-mean")
def test_mean(submission):
    """mean gives one number, and sends each entry the same."""
    assert_few(submission, "mean")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q1-mean")
def test_mean_everywhere(submission):
    """mean is right for every shape."""
    assert_everywhere(submission, "mean")
