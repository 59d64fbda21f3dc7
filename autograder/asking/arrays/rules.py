"""Claims about one operation: what it computes, and what its rule sends back.

Both are asked in every use that the operation has, on drawn arrays, and on those that hold what is
never drawn. Where few uses are asked, as publicly, the verdict hangs on none that is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import adlearn
from autograder.asking.arrays.assertions import (
    assert_rule,
    case_of,
    compare_value,
    confirmed_first,
    told_of,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.operations import Table
from autograder.asking.arrays.programs import ArrayProgram, ArrayStep, with_incoming
from autograder.asking.arrays.reference import truth_of
from autograder.asking.arrays.uses import uses
from autograder.asking.cases import for_all
from autograder.asking.engine import DeclaredEngine
from autograder.asking.run import current_run
from autograder.errors import CheckFailure
from autograder.language import say

__all__ = ["assert_computed", "assert_sent", "sent_again"]


def assert_computed(
    engine: DeclaredEngine, table: Table, name: str, few: int = 0, examples: int = 8
) -> None:
    """Check what an operation computes, in every use that it has, and on drawn arrays.

    Parameters
    ----------
    engine : DeclaredEngine
    table : Table
    name : str
        The operation.
    few : int
        Ask so many uses only, the plainest; 0 for all.
    examples : int
    """

    def body(program: ArrayProgram) -> None:
        with told_of(engine, program):
            value = engine.value(program)
        with confirmed_first(program):
            plain = replace(program, incoming=None)  # a value has nothing to do with that
            compare_value(engine, plain, truth_of(plain), value)

    always = [*_uses(table, name, few), *_special(table, name, few)]
    for_all(body, _drawn(table, name, few), examples=examples, always=always)
    _assert_left_alone(engine, table, name, backward=False)


def assert_sent(
    engine: DeclaredEngine,
    table: Table,
    name: str,
    few: int = 0,
    examples: int = 8,
    then: Callable[[ArrayProgram], None] = lambda program: None,
) -> None:
    """Check what the rule of an operation sends back.

    Parameters
    ----------
    engine : DeclaredEngine
    table : Table
    name : str
        The operation.
    few : int
        Ask so many uses only, the plainest; 0 for all.
    examples : int
    then : callable
        What else is asked of some uses, where what is sent is right.
    """
    wrong: list[ArrayProgram] = []

    def body(program: ArrayProgram) -> None:
        wrong.append(program)
        assert_rule(engine, program)
        wrong.pop()

    survey = current_run().survey  # which goes on where something is wrong
    if not survey:
        _assert_left_alone(engine, table, name, backward=True)
    always = [*_uses(table, name, few), *_special(table, name, few)]
    if not few:  # differences of nearby values have no digits there
        always += [(_in_single(program),) for (program,) in _uses(table, name, 4)]
        always += _with_constants(engine, table, name)
    for_all(body, _drawn(table, name, few), examples=examples, always=always)
    if wrong:  # the derivative of what is wrong tells nothing more
        return
    if survey:
        _assert_left_alone(engine, table, name, backward=True)
    for (program,) in _uses(table, name, few or 12):
        then(program)


def _special(table: Table, name: str, few: int) -> list[tuple[ArrayProgram]]:
    """Give a use with arrays that are asked whatever the seed."""
    found = table[name].where_few if few else table[name].special
    if found is None:
        return []
    keywords, arrays = found
    inputs = dict(zip("ab", map(np.array, arrays), strict=False))
    step = ArrayStep("v1", name, tuple(inputs), keywords)
    return [(with_incoming(ArrayProgram(table, inputs, (step,)), 4),)]


def _in_single(program: ArrayProgram) -> ArrayProgram:
    """Give a program with arrays in single precision."""
    inputs = {name: array.astype(np.float32) for name, array in program.inputs.items()}
    return replace(program, inputs=inputs, incoming=np.asarray(program.incoming, np.float32))


def _with_constants(engine: DeclaredEngine, table: Table, name: str) -> list[tuple[ArrayProgram]]:
    """Give uses in which one operand of two is a constant, as images and labels are."""
    found = []
    for (program,) in _uses(table, name, 3) if engine.adapter.constant else ():
        for fixed in program.inputs if len(program.inputs) > 1 else ():
            inputs = {key: array for key, array in program.inputs.items() if key != fixed}
            constants = {fixed: program.inputs[fixed]}
            found.append((replace(program, inputs=inputs, constants=constants),))
    return found


def _drawn(table: Table, name: str, few: int) -> Any:
    drawn = array_programs(table, (name,), inputs=2, steps=1)
    return drawn.filter(_is_plain) if few else drawn


def _is_plain(program: ArrayProgram) -> bool:
    """Say whether a use is asked where few are; see `Operation.plain`."""
    operation = program.table[program.steps[-1].operation]
    return operation.plain([array.shape for array in program.inputs.values()])


def _uses(table: Table, name: str, few: int) -> list[tuple[ArrayProgram]]:
    every = uses(table, name)
    if few:
        every = [(program,) for (program,) in every if _is_plain(program)]
    if not few or len(every) <= few:
        return every
    last = len(every) - 1
    return [every[round(i * last / (few - 1))] for i in range(few)] if few > 1 else every[last:]


def _assert_left_alone(engine: DeclaredEngine, table: Table, name: str, backward: bool) -> None:
    for (program,) in _uses(table, name, 3):
        with told_of(engine, program):
            changed = engine.changed_arrays(program, backward)
        if changed:
            form = engine.adapter.rule_name if backward else engine.adapter.compute_name
            who = say(form).format(table[name].known_as)
            raise CheckFailure(
                say(
                    "{who} changed the array of {changed} in place, for `{program}` "
                    "at {at}. Others use that array, too: make a new one.",
                    who=who[0].upper() + who[1:],
                    changed=changed[0],
                    program=program,
                    at=program.at(),
                ),
                "claim",
                case_of(program),
            )


def sent_again(
    program: ArrayProgram, weights: Sequence[np.ndarray], came: np.ndarray
) -> list[np.ndarray]:
    """Give the right derivatives of what a program sends back, weighed: by operands, and by `came`.

    Parameters
    ----------
    program : ArrayProgram
    weights : sequence of ndarray
        For each input.
    came : ndarray
        What comes in at the output.
    """
    names = list(program.inputs)
    exact = [np.asarray(program.inputs[name], dtype=float) for name in names]

    def f(*xs: Any) -> Any:
        return program.evaluate(dict(zip(names, xs, strict=True)))[program.output]

    def weighed(g: Any, *xs: Any) -> Any:
        _, pull = adlearn.vjp(f, *xs)
        sums = [np.sum(sent * c) for sent, c in zip(pull(g), weights, strict=True)]
        return sum(sums[1:], sums[0])

    by_came, *by_inputs = adlearn.grad(weighed, argnum=tuple(range(len(exact) + 1)))(came, *exact)
    return [np.asarray(one) for one in (*by_inputs, by_came)]
