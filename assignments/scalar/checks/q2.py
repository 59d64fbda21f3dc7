"""Q2, forward mode: local derivatives times the parents' own, added up over the parents."""

import pytest

from autograder.asking.cases import for_all
from autograder.asking.scalars.assertions import assert_gradient
from autograder.asking.scalars.chain_rule import (
    assert_declared_chains,
    assert_follows,
    assert_follows_anywhere,
)
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.expressions import FORWARD_KINDS as KINDS, OPERATIONS, expression
from autograder.asking.scalars.known import SHARED, TREES, always, chain, whole

#: An input that is 0: alone, in a tree, and where it is used twice. One whose derivative is 0.
ZERO = [(expression("a * b", a=0.0, b=3.0),)]
ZERO_IN_TREE = [(expression("a * b + 1", a=0.0, b=3.0),)]
ZERO_SHARED = [(expression("(a + b) * 2 + a", a=0.0, b=3.0),)]
WHOLE, WHOLE_TREE = whole("a * b", "a / b"), whole("(a + 5) * b", "-log(5 * b + a)")
WHOLE_SHARED = whole("v = a * b; 3 * v + a", "v = a + b; v * v")
#: One whose derivative is 0 only if it is rounded.
SMALL = always("1.25e-7 * a")
NOTHING_ARRIVES = "v = a + b; 0 * v + b"


@pytest.mark.points(2, cell="q2-entries")
def test_forward_one_operation(submission):
    """One operation: forward_grads has the local derivative for each input."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    one = expressions(("add", "mul"), steps=1, inputs=2, scaled=False)
    for_all(body, one, examples=12, always=[*always("5 * a", "a * 0", "a * a"), *ZERO, *WHOLE[:1]])
    assert_follows(submission, "forward", "a * b")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-entries")
def test_forward_any_operation(submission):
    """One operation of any kind, with plain numbers on either side."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    one = expressions(OPERATIONS, steps=1, inputs=2, scaled=False, kinds=KINDS)
    fixed = always("2 - a", "3 / a", "a * a", "a - a", "a * 0")
    for_all(body, one, examples=40, always=[*fixed, *ZERO, *WHOLE, *SMALL])
    for text in ("a - b", "a / b", "b * a"):
        assert_follows(submission, "forward", text)


@pytest.mark.points(3, cell="q2-chain")
def test_forward_chain(submission):
    """Several operations in a row: local derivatives are multiplied."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    trees = expressions(("add", "mul", "exp"), steps=4, sharing=False)
    for_all(body, trees, examples=15, always=[*always("0 * a + b"), *ZERO_IN_TREE, *WHOLE_TREE[:1]])
    assert_follows(submission, "forward", "(a + 1) * 2 * b")


@pytest.mark.hidden
@pytest.mark.points(4, cell="q2-chain")
def test_forward_long_chain(submission):
    """Long chains of all operations, and of operations whose derivatives are made up."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    trees = expressions(OPERATIONS, steps=8, sharing=False, kinds=KINDS)
    for_all(body, trees, examples=30, always=[*always(*TREES), *ZERO_IN_TREE, *WHOLE_TREE])
    assert_declared_chains(submission, "forward")
    assert_follows(submission, "forward", "-exp(log(a + 7) - b) / 2")


@pytest.mark.points(3, cell="q2-shared")
def test_forward_shared(submission):
    """An input that reaches the result on several ways: contributions add up."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    shared = always("a * a", "v = a * b; v * v", "v = a + 1; v * 2 + v", NOTHING_ARRIVES)
    fixed = [*shared, *ZERO_SHARED, *WHOLE_SHARED]
    for_all(body, expressions(("add", "mul"), steps=4), examples=15, always=fixed)
    body(expression("3 * (a * b) + a", a=5.0, b=2.0))
    assert_follows(submission, "forward", "3 * (a * b) + a")


@pytest.mark.hidden
@pytest.mark.points(5, cell="q2-shared")
def test_forward_any_expression(submission):
    """Any expression, with shared values, plain numbers and unused inputs."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    fixed = [*always(*SHARED, NOTHING_ARRIVES), *ZERO_SHARED, *WHOLE_SHARED]
    for_all(body, expressions(OPERATIONS, steps=8, kinds=KINDS), examples=40, always=fixed)
    body(chain(100))
    assert_follows_anywhere(submission, "forward")
