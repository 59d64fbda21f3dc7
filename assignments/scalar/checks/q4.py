"""Q4, one step backward: what each parent receives, and what it had before."""

import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all, numbers
from autograder.asking.scalars.assertions import assert_message

FIRST = numbers(1, 4)
ANY = numbers(-4, 4)
NONZERO = ANY.filter(lambda n: abs(n) >= 0.25)

GRADIENT = numbers(-3, 3, first=3).filter(bool)
BEFORE = numbers(-4, 4, first=4)
OPERATION = st.sampled_from(["add", "mul", "sub", "div"])


def made_up(submission, *operands, before=0.0):
    """Check a step of an operation whose local derivatives are made up."""

    def body(partials, incoming, already):
        known = [before * already] * len(operands)
        assert_message(submission, "add", operands, incoming, known, partials)

    count = len(operands)
    partials = st.lists(NONZERO, min_size=count, max_size=count)
    for_all(body, partials, GRADIENT, GRADIENT, examples=4)


@pytest.mark.points(3, cell="q4-step")
def test_step(submission):
    """backward_pass gives each parent its gradient times the local derivative."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [a, b], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=12)
    made_up(submission, 1.0, 2.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-step")
def test_step_any_operation(submission):
    """backward_pass is right for every operation, also for one with made-up derivatives."""

    def two(operation, a, b, incoming):
        assert_message(submission, operation, [a, b], incoming, [0.0, 0.0])

    def one(operation, a, incoming):
        assert_message(submission, operation, [a], incoming, [0.0])

    for_all(two, OPERATION, ANY, NONZERO, GRADIENT)
    for_all(one, st.sampled_from(["neg", "exp", "log"]), FIRST, GRADIENT, examples=10)
    made_up(submission, 1.0)
    made_up(submission, 1.0, 2.0, 3.0)


@pytest.mark.points(2, cell="q4-adds")
def test_step_adds(submission):
    """backward_pass adds to what a parent has already received."""

    def body(operation, a, b, incoming, before):
        assert_message(submission, operation, [a, b], incoming, [before, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, BEFORE, examples=12)
    made_up(submission, 1.0, 2.0, before=1.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-adds")
def test_step_same_parent_twice(submission):
    """backward_pass adds twice where a value is both parents, as in a * a."""

    def body(operation, a, incoming, before):
        assert_message(submission, operation, [a, "same"], incoming, [before, before])

    for_all(body, OPERATION, NONZERO, GRADIENT, BEFORE)
    made_up(submission, 1.0, "same", before=1.0)


@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers(submission):
    """backward_pass leaves plain numbers among the parents alone."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [a, [b]], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=8)
    made_up(submission, 1.0, [2.0])


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers_first(submission):
    """backward_pass also works when the plain number comes first, as in 5 - a."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [[a], b], incoming, [0.0, 0.0])

    for_all(body, OPERATION, ANY, NONZERO, GRADIENT)
    made_up(submission, [1.0], 2.0)
