"""Random expressions that shrink to the smallest one that still shows a mistake.

Drawn step by step, an expression contains shared values, inputs used twice, constants and unused
inputs by itself, and Hypothesis shrinks it by dropping steps and simplifying numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from hypothesis import strategies as st

from autograder.asking.cases import numbers
from autograder.asking.scalars.expressions import (
    ALLOWED,
    INFIX,
    OPERATIONS,
    PLAIN,
    Expression,
    Operand,
    Step,
)


@st.composite
def expressions(
    draw: st.DrawFn,
    operations: Sequence[str] = OPERATIONS,
    inputs: int = 3,
    steps: int = 8,
    constants: bool = True,
    scaled: bool = True,
    sharing: bool = True,
    kinds: Sequence[str] = (),
) -> Expression:
    """Draw an expression that is defined and well conditioned at its own numbers.

    Parameters
    ----------
    operations : sequence of str
        Which of `OPERATIONS` may occur.
    inputs, steps : int
        The most inputs it may have, and the most steps that are drawn; steps that join what is left
        unused into one result come on top.
    constants : bool
        Whether plain numbers may be operands.
    scaled : bool
        Whether the output may be multiplied by a random number at the end, so that the cotangent
        that reaches the rest is not always 1.
    sharing : bool
        Whether a value may be used more than once. Without it, expressions are trees.
    kinds : sequence of str
        What inputs may be now and then, of `KINDS`.

    Returns
    -------
    Expression
    """
    names = "abc"[:inputs] if inputs <= 3 else [f"x{i}" for i in range(inputs)]
    count = draw(st.integers(1, inputs))
    given = {name: draw(numbers()) for name in names[:count]}
    values: dict[str, float] = dict(given)
    taken: list[Step] = []
    unused: list[str] = []  # results that no step uses yet
    free = dict(values)

    def take(step: Step) -> None:
        taken.append(step)
        free[step.name] = values[step.name] = _value(step, values)
        operands = [item for item in step.operands if isinstance(item, str)]
        unused[:] = [name for name in unused if name not in operands] + [step.name]
        if not sharing:
            for item in operands:
                free.pop(item, None)

    for position in range(draw(st.integers(1, steps))):
        name = f"v{position + 1}"
        step = _draw_step(draw, name, operations, free, unused, constants, sharing)
        if step is not None:
            take(step)
    for step in _joined(unused, operations, values):
        take(step)
    taken = _mattering(taken)
    if scaled and "mul" in operations and taken and draw(st.booleans()):
        weight = draw(numbers(-3, 3).filter(bool))
        taken.append(Step("w", "mul", (weight, taken[-1].name)))
    if not taken:
        taken = [_plainest_step(operations[0], given, constants, sharing)]
    drawn = {name: draw(_kind(tuple(kinds))) for name in given} if kinds else {}
    special = {
        name: kind
        for name, kind in drawn.items()
        if kind and (kind != "whole" or given[name].is_integer())
    }
    return Expression(given, tuple(taken), special)


@cache
def _kind(kinds: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "", *kinds])


def _joined(
    unused: Sequence[str], operations: Sequence[str], values: Mapping[str, float]
) -> Iterator[Step]:
    """Give the steps that make one result of several, as far as there are operations for it."""
    if len(unused) < 2:
        return
    first, *others = unused
    known = dict(values)
    for count, other in enumerate(others):
        for operation in ("add", "sub", "mul"):
            step = Step(f"s{count + 1}", operation, (first, other))
            if operation in operations and ALLOWED[operation](known[first], known[other]):
                break
        else:
            first = (
                other  # no operation fits: the later one stays, and `_mattering` drops the other
            )
            continue
        known[step.name] = _value(step, known)
        first = step.name
        yield step


def _mattering(steps: Sequence[Step]) -> list[Step]:
    """Leave out the steps that the last one does not depend on."""
    needed = {step.name for step in steps[-1:]}
    for step in reversed(steps):
        if step.name in needed:
            needed.update(item for item in step.operands if isinstance(item, str))
    return [step for step in steps if step.name in needed]


_WHERE = st.integers(0, 5)


@cache
def _one_of(items: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Draw one of these; a strategy is made once, since making one takes longer than drawing."""
    return st.sampled_from(items)


def _arity(operation: str) -> int:
    return 2 if operation in INFIX else 1


def _value(step: Step, values: Mapping[str, float]) -> float:
    function = PLAIN.get(step.operation) or getattr(math, step.operation)
    return float(function(*step.read(values)))


def _plainest_step(operation: str, given: dict[str, float], constants: bool, sharing: bool) -> Step:
    """Give a step for an expression that would have none, on numbers that it is defined at."""
    operands: list[Operand] = [next(iter(given))]
    if _arity(operation) == 2:
        if not sharing and not constants:
            given.setdefault("b", 1.0)
        operands.append(operands[0] if sharing else 1.0 if constants else "b")
    step = Step("v1", operation, tuple(operands))
    if not ALLOWED[operation](*step.read(given)):
        given.update((item, 1.0) for item in operands if isinstance(item, str))
    return step


def _draw_step(
    draw: st.DrawFn,
    name: str,
    operations: Sequence[str],
    values: Mapping[str, float],
    unused: Sequence[str],
    constants: bool,
    sharing: bool,
) -> Step | None:
    """Draw one step; None if the operation drawn is not defined at the operands drawn.

    Its first operand is mostly a result that nobody has used yet: a step that nothing depends on
    asks nothing.
    """
    operation = draw(_one_of(tuple(operations)))
    waiting = bool(unused) and draw(_WHERE) < 4
    first: Operand = draw(_one_of(tuple(unused if waiting else values)))
    operands: tuple[Operand, ...] = (first,)
    if _arity(operation) == 2:
        others = [item for item in values if sharing or item != first]
        where = draw(_WHERE) if constants else 0
        if others and where < 4:
            second = draw(_one_of(tuple(others)))
            operands = (first, second) if where < 2 else (second, first)
        elif constants:  # 4 and 5 put a plain number on one side
            constant = draw(numbers(-3, 3))
            operands = (constant, first) if where == 4 else (first, constant)
        else:
            return None
    step = Step(name, operation, operands)
    return step if ALLOWED[operation](*step.read(values)) else None
