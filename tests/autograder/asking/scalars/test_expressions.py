"""Random expressions: always defined, written as they are evaluated, and shrunk to the smallest."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import given, settings, strategies as st

from autograder.asking.cases import numbers
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.expressions import (
    LARGEST,
    OPERATIONS,
    Expression,
    expression,
    number,
)
from autograder.asking.scalars.known import broad, chain

FUNCTIONS = {"exp": math.exp, "log": math.log}
few = settings(max_examples=60, deadline=None)


def smallest(condition: Callable[[Expression], bool]) -> Expression:
    return hypothesis.find(
        expressions(),
        condition,
        settings=settings(max_examples=2000, database=None, deadline=None),
        random=random.Random(0),
    )


def operations(case: Expression) -> list[str]:
    return [step.operation for step in case.steps]


@few
@given(expressions())
def test_code_and_text_say_what_evaluate_does(case: Expression):
    """The program a submission runs, and the text a student reads, have the value we expect."""
    expected = case.evaluate(case.inputs, FUNCTIONS)
    scope = {**FUNCTIONS, **case.inputs}
    exec(case.code(), scope)
    assert {name: scope[name] for name in expected} == expected
    scope = {**FUNCTIONS, **case.inputs}
    *before, last = str(case).split("; ")
    exec("\n".join(before), scope)
    assert eval(last, scope) == pytest.approx(case.at_numbers(case.inputs), rel=1e-12, abs=1e-12)


@few
@given(expressions())
def test_always_defined_and_of_moderate_size(case: Expression):
    """No case divides by zero, leaves a domain or overflows; every step uses what exists."""
    values = case.evaluate(case.inputs, FUNCTIONS)
    assert all(math.isfinite(value) for value in values.values())
    assert all(abs(value) <= 3 * LARGEST for value in values.values())
    known = set(case.inputs)
    for step in case.steps:
        assert {item for item in step.operands if isinstance(item, str)} <= known
        assert step.name not in known
        known.add(step.name)
    assert case.steps


@pytest.mark.parametrize("constants", [True, False])
@few
@given(st.data())
def test_without_sharing_it_is_a_tree(constants: bool, data: st.DataObject):
    """No value is used twice."""
    case = data.draw(expressions(("add", "mul", "exp"), constants=constants, sharing=False))
    used = [item for step in case.steps for item in step.operands if isinstance(item, str)]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("allowed", [OPERATIONS, ("div", "exp"), ("exp",)])
@few
@given(data=st.data())
def test_every_step_matters(allowed: tuple[str, ...], data: st.DataObject):
    """The output depends on every step, also where none can join two; each has its own name."""
    case = data.draw(expressions(allowed, steps=10))
    needed = {case.output}
    for step in reversed(case.steps):
        assert step.name in needed
        needed |= {item for item in step.operands if isinstance(item, str)}
    assert len({*case.inputs, *(step.name for step in case.steps)}) == len(case.inputs) + len(
        case.steps
    )


@pytest.mark.parametrize("large", [chain(240), broad(128)], ids=["chain", "broad"])
def test_a_large_expression_is_named_and_not_written(large: Expression):
    """Several hundred values are not a text for people."""
    assert len(large.steps) > 230 and len(str(large)) < 40
    assert set(large.labels()) == {*large.inputs, *(step.name for step in large.steps)}


@few
@given(expressions(("add", "mul"), steps=3, inputs=2, constants=False, scaled=False))
def test_options_hold(case: Expression):
    """Only the operations, as many inputs and steps, and the operands that were asked for."""
    assert set(operations(case)) <= {"add", "mul"}
    assert len(case.steps) <= 3 + 2 and len(case.inputs) <= 2  # two join three
    assert all(isinstance(item, str) for step in case.steps for item in step.operands)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_drawn_and_shrinks_to_itself(operation: str):
    """The smallest expression with a given operation is that operation, once."""
    found = smallest(lambda case: operation in operations(case))
    assert operations(found) == [operation]


def test_shrinks_to_the_smallest_shared_use():
    """The smallest case in which a value is used twice has one step and one input."""

    def twice(case: Expression) -> bool:
        used = [item for step in case.steps for item in step.operands if isinstance(item, str)]
        return len(used) > len(set(used))

    assert str(smallest(twice)) == "a + a"


def test_plain_numbers_stand_on_both_sides():
    """A constant is drawn as a left and as a right operand."""
    for side in (0, 1):
        found = smallest(
            lambda case, side=side: any(
                len(step.operands) == 2 and not isinstance(step.operands[side], str)
                for step in case.steps
            )
        )
        assert len(found.steps) <= 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("a / (b * c)", "a / (b * c)"),
        ("-(a + b) * c", "-(a + b) * c"),
        ("-(-a)", "-(-a)"),
        ("a * -2", "a * -2"),
        ("exp(log(a + 1) * b)", "exp(log(a + 1) * b)"),
        ("d = a * b; d + d", "v1 = a * b; v1 + v1"),
    ],
)
def test_reading_and_writing_agree(text: str, written: str):
    """A text that is read means what Python means by it, and is written with no idle brackets."""
    inputs = {"a": 0.5, "b": 1.5, "c": -2.0}
    case = expression(text, **inputs)
    scope = {**FUNCTIONS, **inputs}
    *before, last = text.split("; ")
    exec("\n".join(before), scope)
    assert case.at_numbers(inputs) == eval(last, scope)
    scope = {**FUNCTIONS, **inputs}
    *before, last = str(case).split("; ")
    exec("\n".join(before), scope)
    assert eval(last, scope) == case.at_numbers(inputs)
    if "-2" not in text and "-(-" not in text:
        assert str(case) == written


@pytest.mark.parametrize("text", ["a ** 2", "z + 1", "sin(a)", "a if a else 1", "a", "'x' + a"])
def test_what_is_not_an_expression_is_refused(text: str):
    """Anything outside the language is refused with its text."""
    with pytest.raises(ValueError):
        expression(text, a=1.0)


def test_used_inputs():
    """Inputs that the output does not depend on are told apart from those it does."""
    case = expression("d = a * b; c + 1", a=1.0, b=2.0, c=3.0)
    assert case.used == ("c",)
    assert case.at() == "a = 1, b = 2, c = 3"


@given(numbers(-3, 2))
def test_numbers_stay_within_their_bounds(value: float):
    """Drawn numbers are short decimals between the bounds."""
    assert -3 <= value <= 2 and value == round(value, 3)


@given(st.floats())
def test_numbers_are_written_so_that_they_can_be_read(value: float):
    """Six digits, and nan and infinity stay what they are."""
    read = float(number(value))
    assert math.isnan(read) if math.isnan(value) else read == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("value", [True, None, "5"])
def test_what_is_no_number_is_not_written_like_one(value: object):
    """A wrong type shows itself."""
    assert number(value) == str(value)
