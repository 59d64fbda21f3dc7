"""Q3, the table of rules: what each sends, of which shape, and that it can be traced as well."""

import numpy as np
import pytest

from autograder.asking.arrays.rules import assert_sent
from autograder.asking.tracers.engine import ALIKE, TABLE
from autograder.asking.tracers.functions import TracerEngine, assert_called, assert_nested
from autograder.asking.tracers.rules import assert_rule, assert_unbroadcast

#: What is stretched, and to which shape: in front, in the middle, at the end, everywhere.
STRETCHED = (
    ((3,), (2, 3)),
    ((1, 3), (2, 3)),
    ((2, 1), (2, 3)),
    ((), (2, 3)),
    ((), (3,)),
    ((1,), (3,)),
    ((1, 1), (2, 3)),
    ((3,), (3, 3)),
    ((3, 1), (3, 3)),
    ((2, 1, 3), (2, 4, 3)),
    ((1, 3), (2, 4, 3)),
    ((4, 1), (2, 4, 3)),
    ((1,), (2, 1)),
    ((2, 3), (2, 3)),
    ((), ()),
)


@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_exp(submission):
    """The rule of exp sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "exp", 4, 3)


@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_log(submission):
    """The rule of log sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "log", 4, 3)


@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_add(submission):
    """The rule of add sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "add", 4, 3)


@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_multiply(submission):
    """The rule of multiply sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "multiply", 4, 3)


@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_subtract(submission):
    """The rule of subtract sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "subtract", 4, 3)


@pytest.mark.points(0.5, cell="q3-divide")
def test_rule_of_divide(submission):
    """The rule of divide sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "divide", 4, 3)


@pytest.mark.points(0.5, cell="q3-power")
def test_rule_of_power(submission):
    """The rule of power sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "power", 4, 3)


@pytest.mark.points(0.5, cell="q3-tanh")
def test_rule_of_tanh(submission):
    """The rule of tanh sends each argument what belongs to it."""
    assert_rule(submission, ALIKE, "tanh", 4, 3)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_exp_everywhere(submission):
    """The rule of exp is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "exp")
    assert_nested(submission, "lambda x: grad(grad(grad(np.exp)))(x)", float(np.exp(0.5)), 0.5)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_log_everywhere(submission):
    """The rule of log is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "log")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_add_everywhere(submission):
    """The rule of add is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "add")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_multiply_everywhere(submission):
    """The rule of multiply is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "multiply")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-first")
def test_rule_of_subtract_everywhere(submission):
    """The rule of subtract is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "subtract")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-divide")
def test_rule_of_divide_everywhere(submission):
    """The rule of divide is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "divide")


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-power")
def test_rule_of_power_everywhere(submission):
    """The rule of power is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "power")
    assert_called(submission, "lambda x: np.sum(x ** 2.0)", None, [np.array([0.0, -2.0, 3.0])])
    assert_nested(submission, "lambda x: grad(grad(lambda x: x ** 2 * x))(x)", 12.0, 2.0)


@pytest.mark.hidden
@pytest.mark.points(0.5, cell="q3-tanh")
def test_rule_of_tanh_everywhere(submission):
    """The rule of tanh is right for arrays of every shape, and can be traced."""
    assert_rule(submission, ALIKE, "tanh")


@pytest.mark.points(2, cell="q3-unbroadcast")
def test_unbroadcast(submission):
    """unbroadcast adds up over what was stretched, and has the shape of the target."""
    for shape, longer in STRETCHED[:5]:
        assert_unbroadcast(submission, shape, longer)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-unbroadcast")
def test_unbroadcast_anything(submission):
    """unbroadcast is right for everything that NumPy stretches, and can be traced."""
    for shape, longer in STRETCHED:
        assert_unbroadcast(submission, shape, longer, traced=True)
    assert_called(submission, "lambda w: np.sum(w * np.ones(3))", None, [2.0])
    for name in ("add", "multiply", "subtract"):
        assert_sent(TracerEngine(submission), TABLE, name, examples=4)


@pytest.mark.points(2, cell="q3-sum")
def test_rule_of_sum(submission):
    """The rule of np.sum repeats what comes in, along the axes that were added up."""
    assert_rule(submission, TABLE, "sum", 5, 3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-sum")
def test_rule_of_sum_everywhere(submission):
    """The rule of np.sum is right for every axis, with keepdims and without, and can be traced."""
    assert_rule(submission, TABLE, "sum")


@pytest.mark.points(2, cell="q3-dot")
def test_rule_of_dot(submission):
    """The rule of np.dot is right for matrices and vectors."""
    assert_rule(submission, TABLE, "dot", 4, 3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-dot")
def test_rule_of_dot_everywhere(submission):
    """The rule of np.dot is right for matrices and vectors either way round, and can be traced."""
    assert_rule(submission, TABLE, "dot")
