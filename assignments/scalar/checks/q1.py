"""Q1, operations: each one's value, then its local derivatives as a rule."""

import math

import pytest
from hypothesis import strategies as st

import adlearn as ad
from autograder.asking.cases import numbers
from autograder.asking.scalars.assertions import assert_partials
from autograder.asking.scalars.chain_rule import assert_rule

FIRST = numbers(1, 4)
ANY = numbers(-4, 4)
NONZERO = ANY.filter(lambda n: abs(n) >= 0.25)

EQUAL = st.shared(NONZERO, key="equal operands")


#: Numbers that are the same only if they are rounded.
NEAR = [(0.501,), (0.504,), (0.5041,), (0.50411,)]

#: So small that they are 0 if they are rounded.
TINY = 1.25e-7

#: Whole numbers: what is computed of them need not be one.
WHOLE = [(2, 3), (3, 2)]

#: Numbers that are always asked in hidden checks: one, large, small, negative and whole ones.
SPECIAL = {
    "_sub": [(250.0, -40.0), (-0.5, 1000.0), (2, 3), (TINY, 0.0), (2.0, 1.99999), (1.0, 1.0)],
    "_mul": [(1.0, 1.0), (250.0, -40.0), (-1.0, 0.001), (2, -3), (TINY, 3.0), (2e5, -8e4)],
    "_div": [
        *[(1.0, 1.0), (250.0, -40.0), (-1.0, 0.01), (0.02, 500.0), (1.0, 0.001), (1, -4)],
        *[(TINY, 2.0), (2.0, 3e7)],
    ],
    "_exp": [(0.0,), (1.0,), (-1.0,), (12.5,), (25.0,), (-9.0,), (-30.0,), (-2,), *NEAR],
    "_log": [(1.0,), (0.05,), (math.e,), (5000.0,), (1e-3,), (3,), *NEAR],
}
SPECIAL["_exp"] += [(-16.0,)]
SPECIAL["_log"] += [(TINY,), (1.00001,), (8e6,)]


#: No short binary fractions, and of different size: differences of nearby values are rounded there.
UNEVEN = [(2.9, 0.3), (0.3, 2.9)]


def assert_operation(submission, name, function, examples=20, always=(), **numbers):
    """Check the value of func, then grads: that it matches, and that it is a rule."""
    assert_partials(submission, name, function, examples, always, **numbers)
    uneven = [values[: len(numbers)] for values in UNEVEN]
    assert_rule(submission, name, function, always=uneven, **numbers)


def assert_everywhere(submission, name, function, a, **more):
    """Check the same at any numbers, at zero, and where both operands are equal."""
    assert_operation(submission, name, function, 20, SPECIAL[name], a=a, **more)
    zero, some = st.just(0.0), FIRST
    if name != "_log":
        assert_operation(submission, name, function, 2, a=zero, **dict.fromkeys(more, some))
    if more:
        assert_operation(submission, name, function, 2, a=EQUAL, b=EQUAL)
    if more and name != "_div":
        assert_operation(submission, name, function, 2, a=some, b=zero)
        assert_operation(submission, name, function, 1, a=zero, b=zero)


@pytest.mark.points(1, cell="q1-sub")
def test_sub(submission):
    """_sub computes a - b, and its local derivatives."""
    assert_operation(submission, "_sub", lambda a, b: a - b, 8, WHOLE, a=FIRST, b=FIRST)


@pytest.mark.points(1, cell="q1-mul")
def test_mul(submission):
    """_mul computes a * b, and its local derivatives."""
    assert_operation(submission, "_mul", lambda a, b: a * b, 8, WHOLE, a=FIRST, b=FIRST)


@pytest.mark.points(1, cell="q1-div")
def test_div(submission):
    """_div computes a / b, and its local derivatives."""
    assert_operation(submission, "_div", lambda a, b: a / b, 8, WHOLE, a=FIRST, b=FIRST)


@pytest.mark.points(1, cell="q1-exp")
def test_exp(submission):
    """_exp computes e to the power a, and its local derivative."""
    assert_operation(submission, "_exp", ad.exp, 8, [(2,), (1.501,), (1.504,)], a=FIRST)


@pytest.mark.points(1, cell="q1-log")
def test_log(submission):
    """_log computes the natural logarithm of a, and its local derivative."""
    assert_operation(submission, "_log", ad.log, 8, [(1.0,), (2,)], a=FIRST)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-sub")
def test_sub_everywhere(submission):
    """_sub is right for negative numbers, zero and equal operands too."""
    assert_everywhere(submission, "_sub", lambda a, b: a - b, a=ANY, b=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-mul")
def test_mul_everywhere(submission):
    """_mul is right for negative numbers, zero and equal operands too."""
    assert_everywhere(submission, "_mul", lambda a, b: a * b, a=ANY, b=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-div")
def test_div_everywhere(submission):
    """_div is right for negative numbers and equal operands too."""
    assert_everywhere(submission, "_div", lambda a, b: a / b, a=ANY, b=NONZERO)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-exp")
def test_exp_everywhere(submission):
    """_exp is right for negative numbers and zero too."""
    assert_everywhere(submission, "_exp", ad.exp, a=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-log")
def test_log_everywhere(submission):
    """_log is right for small and large numbers too."""
    positive = numbers(0.05, 40).filter(lambda n: n >= 0.05)
    assert_operation(submission, "_log", ad.log, 20, SPECIAL["_log"], a=positive)
