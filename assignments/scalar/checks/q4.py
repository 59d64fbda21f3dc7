"""Q4, one step backward: what each parent receives, and what it had before."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from autograder.asking.assertions import assert_same
from autograder.asking.cases import for_all, numbers
from autograder.asking.scalars import probes
from autograder.asking.scalars.assertions import assert_message
from autograder.asking.scalars.engine import Operand
from autograder.errors import CheckFailure

FIRST = numbers(1, 4)
ANY = numbers(-4, 4)
NONZERO = ANY.filter(lambda n: abs(n) >= 0.25)

GRADIENT = numbers(-3, 3, first=3).filter(bool)
BEFORE = numbers(-4, 4, first=4)
OPERATION = st.sampled_from(["add", "mul", "sub", "div"])

KIND = st.sampled_from(["variable", "variable", "result", "forward", "NumPy number", "whole"])
PLAIN = st.sampled_from(["number", "number, NumPy"])


def value(kind="variable"):
    """Make an operand of a number: a value of that kind."""
    return lambda number: Operand(number, kind)


def same(operand):
    """The same operand once more."""
    return replace(operand, again=True)


VALUE, RESULT, NUMBER, WHOLE = value(), value("result"), value("number"), value("whole")


def made_up(submission, *operands, before=0.0):
    """Check a step of an operation whose local derivatives are made up."""

    def body(partials, incoming, already):
        known = [before * already] * len(operands)
        assert_message(submission, "add", operands, incoming, known, partials)

    count = len(operands)
    partials = st.lists(NONZERO, min_size=count, max_size=count)
    for_all(body, partials, GRADIENT, GRADIENT, examples=4)


def assert_one_step(submission):
    """Check that a step reaches the parents and nobody behind them, and can be taken again."""
    first, again, same_parents = submission.run(probes.step_twice, [2.0, 3.0], 5.0)
    who = "`backward_pass` of g = a * c, where c = -b, at a = 2, b = 3, with gradient 5"
    for name, gave, expected in zip(("a", "c", "b"), first, (-15.0, 10.0, 0.0), strict=True):
        far = ", for b is no parent of g and a step reaches parents only" if name == "b" else ""
        assert_same(gave, expected, f"After {who}{far}, {name}.grad", "gradient")
    if not same_parents:
        raise CheckFailure(
            f"{who} changes the lists of parents. A step changes the parents' gradients and "
            "nothing else; go through `self.parents` without taking anything out.",
            "claim",
        )
    for name, gave, expected in zip(("a", "c", "b"), again, first, strict=True):
        when = "taken once more after the gradients were set back to what they were"
        assert_same(gave, expected, f"After {who}, {when}, {name}.grad", "gradient")


@pytest.mark.points(3, cell="q4-step")
def test_step(submission):
    """backward_pass gives each parent its gradient times the local derivative."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [VALUE(a), VALUE(b)], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=12)
    body("mul", 3.0, 0.0, 2.0)
    assert_message(submission, "mul", [WHOLE(2.0), WHOLE(3.0)], 1.5, [0.0, 0.0])
    made_up(submission, VALUE(1.0), VALUE(2.0))
    made_up(submission, RESULT(1.0), VALUE(2.0))
    assert_one_step(submission)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-step")
def test_step_any_operation(submission):
    """backward_pass is right for every operation, also for one with made-up derivatives."""

    def two(operation, a, b, incoming, first, second):
        operands = [Operand(a, first), Operand(b, second)]
        assert_message(submission, operation, operands, incoming, [0.0, 0.0])

    def one(operation, a, incoming, kind):
        assert_message(submission, operation, [Operand(a, kind)], incoming, [0.0])

    for_all(two, OPERATION, ANY, NONZERO, GRADIENT, KIND, KIND)
    for_all(one, st.sampled_from(["neg", "exp", "log"]), FIRST, GRADIENT, KIND, examples=10)
    two("sub", 2.0, 3.0, 1.0, "result", "result")
    two("mul", 2.0, 3.0, 0.0, "variable", "result")
    two("sub", 2.0, 2.0, 3.0, "variable", "variable")
    two("mul", 2.0, 300.0, 4.0, "variable", "variable")
    two("mul", 2.0, 0.0005, 1.0, "variable", "result")
    two("mul", 2.0, 1.25e-7, 1.0, "variable", "variable")
    two("div", 3.0, 2.0, 1.25, "whole", "whole")
    made_up(submission, VALUE(1.0))
    made_up(submission, VALUE(1.0), RESULT(2.0), VALUE(3.0))


@pytest.mark.points(2, cell="q4-adds")
def test_step_adds(submission):
    """backward_pass adds to what a parent has already received."""

    def body(operation, a, b, incoming, before):
        assert_message(submission, operation, [VALUE(a), VALUE(b)], incoming, [before, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, BEFORE, examples=12)
    body("mul", 2.0, 3.0, 3.0, -6.0)
    made_up(submission, VALUE(1.0), VALUE(2.0), before=1.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-adds")
def test_step_same_parent_twice(submission):
    """backward_pass adds twice where a value is both parents, as in a * a."""

    def body(operation, a, incoming, before, kind):
        operand = Operand(a, kind)
        assert_message(submission, operation, [operand, same(operand)], incoming, [before] * 2)

    for_all(body, OPERATION, NONZERO, GRADIENT, BEFORE, KIND)
    body("mul", 2.0, 3.0, 1.0, "result")
    body("add", 2.0, 0.5, 1.0, "whole")
    assert_message(submission, "neg", [RESULT(2.0)], 3.0, [1.0])  # its parent is a _neg as well
    made_up(submission, VALUE(1.0), same(VALUE(1.0)), before=1.0)


@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers(submission):
    """backward_pass leaves plain numbers among the parents alone."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [VALUE(a), NUMBER(b)], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=8)
    made_up(submission, VALUE(1.0), NUMBER(2.0))
    if not submission.run(probes.numbers_left, 2.0, 5.0):
        raise CheckFailure(
            "After `backward_pass` of a * 5, the 5 among its parents should still be that plain "
            "number, and it is not. A step adds to gradients of values and does nothing else.",
            "claim",
        )


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers_first(submission):
    """backward_pass also works when the plain number comes first, as in 5 - a."""

    def body(operation, a, b, incoming, plain, kind):
        operands = [Operand(a, plain), Operand(b, kind)]
        assert_message(submission, operation, operands, incoming, [0.0, 0.0])

    for_all(body, OPERATION, ANY, NONZERO, GRADIENT, PLAIN, KIND)
    for plain in ("number, whole", "number, NumPy whole"):
        body("mul", 0.0, 3.0, 1.0, plain, "result")
        body("sub", 2.0, 3.0, -1.5, plain, "variable")
    body("sub", 3.0, 3.0, 2.0, "number", "variable")
    body("mul", 300.0, 3.0, 1.0, "number", "variable")
    body("mul", 0.0005, 3.0, 1.0, "number", "result")
    body("mul", 0.5, 3.0, 1.0, "number", "whole")
    body("div", 0.001, 3.0, 1.0, "number", "variable")
    body("div", 2.0, 3.0, 1.0, "number", "variable")
    made_up(submission, NUMBER(1.0), VALUE(2.0))
