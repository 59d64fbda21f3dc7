"""Q7, a rule of one's own, and a test for rules that is put to wrong ones."""

import numpy as np
import pytest

from autograder.asking.tracers.practice import (
    RIGHT_RULE,
    THIRD_WRONG_RULE,
    TWICE_WRONG_RULE,
    UNTRACED_RULE,
    WRONG_FAR_OFF,
    WRONG_ONE_WAY,
    WRONG_RULES,
    assert_checked,
    assert_summed,
)

X, Y = np.array([0.5, -1.0, 2.0]), np.array([[1.0, 0.0, -0.5], [2.0, 2.0, 0.25]])

#: Functions that are differentiated rightly.
RIGHT = ("np.tanh", "lambda x: np.sum(x * x)", "lambda x: x * np.sin(x)")


@pytest.mark.points(2, cell="q7-logsumexp")
def test_logsumexp(submission):
    """logsumexp is the logarithm of the sum of powers, and its rule sends their shares."""
    assert_summed(submission, X)
    assert_summed(submission, X, -2.0)
    assert_summed(submission, X + 1000.0)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q7-logsumexp")
def test_logsumexp_large(submission):
    """logsumexp is right where powers are too large or too small for numbers."""
    assert_summed(submission, np.array([0.0, 1000.0, 1.0]), 2.0)
    for moved in (1000.0, -1000.0):
        assert_summed(submission, X + moved, 3.0)
    assert_summed(submission, np.array([1000.0, 0.0, -1000.0]), 0.5)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q7-logsumexp")
def test_logsumexp_again(submission):
    """logsumexp takes arrays of any shape, and its rule can be traced."""
    assert_summed(submission, X, 2.0, np.array([1.0, -2.0, 0.5]))
    assert_summed(submission, Y, -1.5, Y - 0.5)
    assert_summed(submission, np.array([0.75]), 2.0)


def assert_notices(submission, why, **options):
    """Check that a wrong rule is noticed in a function that uses it once, and beside others."""
    for text in ("f", "lambda x: np.sin(f(x)) * x"):
        assert_checked(submission, text, True, WRONG_RULES[why], why, **options)


@pytest.mark.points(1, cell="q7-check-first")
def test_check_grads(submission):
    """check_grads is silent where all is right, and raises where a rule is wrong."""
    assert_checked(submission, "f", False, RIGHT_RULE)
    assert_checked(submission, RIGHT[0], False)
    assert_notices(submission, "a factor of 2 in it")
    assert_notices(submission, "a factor of 2 in it", modes=["fwd"], order=1)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q7-check-first")
def test_check_grads_notices(submission):
    """check_grads notices every wrong rule, in each mode, and is silent about right ones."""
    for text in RIGHT:
        assert_checked(submission, text, False)
        assert_checked(submission, text, False, x=((0.5, -1.0), (2.0, 1.5)), modes=["rev"], order=1)
    assert_checked(submission, "lambda x: f(x) * 1e6", False, RIGHT_RULE)
    for why in WRONG_RULES:
        assert_notices(submission, why)
    for why in ("the wrong sign", "a mistake of one percent"):
        assert_notices(submission, why, modes=["rev"], order=1)
        assert_notices(submission, why, modes=["fwd"], order=1)
    assert_checked(submission, "lambda x: x * x", False, x=(0.0, 1.0, -2.0))  # no slope there
    assert_checked(submission, "f", False, WRONG_FAR_OFF, x=(1.0, -4.0))
    why = "a factor of 2 where x is larger than 5"
    assert_checked(submission, "f", True, WRONG_FAR_OFF, why, x=(1.0, 8.0, -6.0))
    alike = ("g left out", "g replaced by its mean", "one row for another", "one entry wrong")
    for why in (*alike, "its entries moved on by one"):
        assert_notices(submission, why, modes=["rev"], order=1)
    for mode, other in (("rev", "fwd"), ("fwd", "rev")):
        why = f"a factor of 2 that only {mode!r} meets"
        assert_checked(submission, "f", True, WRONG_ONE_WAY[mode], why, order=1)
        assert_checked(submission, "f", True, WRONG_ONE_WAY[mode], why, modes=[mode], order=1)
        assert_checked(submission, "f", False, WRONG_ONE_WAY[mode], modes=[other], order=1)


@pytest.mark.points(1, cell="q7-check-second")
def test_check_grads_again(submission):
    """check_grads also looks at the derivative of the derivative, where order is 2."""
    why = "no derivative: it takes x out of its box"
    assert_checked(submission, "f", False, UNTRACED_RULE, order=1)
    assert_checked(submission, "f", True, UNTRACED_RULE, why, modes=["rev"], order=2)


@pytest.mark.hidden
@pytest.mark.points(1, cell="q7-check-second")
def test_check_grads_again_in_each_mode(submission):
    """check_grads notices a derivative of the second order that is wrong, in each mode."""
    why = "a derivative that is wrong"
    for rule in (UNTRACED_RULE, TWICE_WRONG_RULE):
        for modes in (["fwd"], ["rev"], ["fwd", "rev"]):
            assert_checked(submission, "f", True, rule, why, modes=modes, order=2)
            assert_checked(submission, "f", False, rule, modes=modes, order=1)
    assert_checked(submission, "lambda x: np.sum(f(x)) * x", True, UNTRACED_RULE, why)
    assert_checked(submission, "f", False, RIGHT_RULE, order=2)
    why = "a third derivative that is wrong"
    assert_checked(submission, "f", False, THIRD_WRONG_RULE, modes=["rev"], order=2)
    assert_checked(submission, "f", True, THIRD_WRONG_RULE, why, modes=["rev"], order=3)
