"""Q3, printing a graph: the numbers that the tree of a result shows, in any order."""

import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all, numbers
from autograder.asking.numbers import number, prints
from autograder.asking.scalars import probes
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.engine import MADE, made
from autograder.asking.scalars.expressions import OPERATIONS, expression
from autograder.asking.scalars.known import always
from autograder.asking.scalars.reference import reference
from autograder.errors import CheckFailure

FIRST = numbers(1, 4)
ANY = numbers(-4, 4)

#: One that unfolds to 59 numbers.
LARGE = "w = a * b; x = w + w; y = x + x; z = y + w; u = z + y; u + w"

#: Shared values, plain numbers of every kind, and a graph deeper than the example of the task.
FIXED = (
    "a - a",
    "v = a * b; v * v",
    "5 - a",
    "0 * a",
    "a * np.int64(3)",
    "exp(-(exp(-a) * b))",
    LARGE,
)


def expected_numbers(case):
    """Values in the tree that unfolds from the output: each step, input, and plain number."""
    values = reference(case).values
    steps = {step.name: step for step in case.steps}

    def tree(item):
        if not isinstance(item, str):
            return [item]
        below = steps[item].operands if item in steps else (values[item],)
        return [values[item], *(n for operand in below for n in tree(operand))]

    return tree(case.steps[-1].name)


def assert_printed(text, expected, what):
    """Compare printed numbers, in any order and to two decimals at least."""

    if not isinstance(text, str) or not prints(text, expected):
        shown = text.strip() if isinstance(text, str) else ""
        raise CheckFailure(
            f"For {what}, `graph_print` should print {len(expected)} numbers, in any order: "
            f"{', '.join(number(n) for n in expected)}. It printed: "
            f"{', '.join(shown.split()) or 'nothing'}.",
            "output",
        )


def assert_graph_printed(submission, case):
    """Check what graph_print prints for one expression."""
    first, again = submission.run(
        probes.printed, case.code(), made(case, "reverse"), case.steps[-1].name
    )
    assert_printed(first, expected_numbers(case), f"{case} at {case.at()}")
    assert_printed(again, expected_numbers(case), f"{case} at {case.at()}, asked a second time")


@pytest.mark.points(3, cell="q3-values")
def test_print_values(submission):
    """graph_print shows the value of every operation and every input."""
    for_all(
        lambda case: assert_graph_printed(submission, case),
        expressions(("add", "mul"), steps=3, constants=False, scaled=False),
        examples=10,
        always=[(expression("a * b", a=0.0, b=3.0),)],
    )


@pytest.mark.hidden
@pytest.mark.points(3, cell="q3-values")
def test_print_any_graph(submission):
    """graph_print follows every parent of any graph."""
    for_all(
        lambda case: assert_graph_printed(submission, case),
        expressions(OPERATIONS, steps=4, kinds=("forward", "whole")),
        examples=20,
        always=always(*FIXED),
    )


@pytest.mark.points(2, cell="q3-numbers")
def test_print_constants(submission):
    """graph_print prints the plain numbers among the parents."""

    def body(a, b, added):
        assert_graph_printed(submission, expression(f"log((a + {added}) * b)", a=a, b=b))

    for_all(body, FIRST, FIRST, FIRST, examples=3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-numbers")
def test_print_a_number(submission):
    """graph_print of something that is not a value prints it."""

    def body(plain, kind="number"):
        text = submission.run(probes.printed_number, plain, MADE[kind])
        assert_printed(text, [plain], f"the plain number {plain}")

    for_all(body, st.one_of(st.integers(-9, 9), ANY), examples=5, always=[(0,), (-2.5,)])
    body(3, "number, NumPy whole")
    body(1.5, "number, NumPy")
