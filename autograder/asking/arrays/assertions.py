"""What checks of an engine of arrays are written with: each helper asks, compares, explains.

The kind of what came back is looked at first, then its shape, its dtype where that is asked, and
then its entries one by one: each has a scale of its own, the terms that it was added up from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import numpy as np

from autograder.asking import localize
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.operations import Table
from autograder.asking.arrays.programs import ArrayProgram
from autograder.asking.arrays.reference import ArrayTruth, confirm, truth_of
from autograder.asking.arrays.uses import uses
from autograder.asking.assertions import fail_type, row
from autograder.asking.cases import for_all
from autograder.asking.comparing import (
    Difference,
    Odd,
    first_outside,
    is_numeric,
    listing,
    shaped,
)
from autograder.asking.engine import DeclaredEngine
from autograder.asking.numbers import number, precision, single
from autograder.asking.witnesses import differences
from autograder.errors import CheckFailure, Finding, StudentError
from autograder.language import say, say_many

__all__ = ["assert_array_gradient", "assert_rule", "assert_rules", "compare_array"]

#: How much of what an assignment allows in single precision is needed where each entry has a scale
#: of its own.
NEEDED = 0.1


def assert_array_gradient(
    engine: DeclaredEngine, program: ArrayProgram, dtype: bool = False, inner: bool = True
) -> None:
    """Check the derivatives of one program, computed by the submission's own engine.

    Parameters
    ----------
    engine : DeclaredEngine
    program : ArrayProgram
    dtype : bool
        Whether a gradient must have the dtype of its input.
    inner : bool
        Whether every value on the way must have a gradient, too. One that is there must be right.

    Raises
    ------
    CheckFailure
        Of kind ``value`` if the value is wrong; else ``type``, ``shape`` or ``gradient``.
    """
    with told_of(engine, program):
        value, found = engine.derivatives(program, incoming=came_in(engine, program))
    with confirmed_first(program):
        if not inner:
            given = {*program.inputs}
            found = {key: one for key, one in found.items() if key in given or one is not None}
        _compare(engine, program, value, found, dtype)


@contextmanager
def confirmed_first(program: ArrayProgram) -> Iterator[None]:
    """Let nobody fail where finite differences contradict our own engine."""
    try:
        yield
    except CheckFailure:
        confirm(program)
        raise


def _compare(
    engine: DeclaredEngine,
    program: ArrayProgram,
    value: Any,
    found: Mapping[str, Any],
    dtype: bool,
) -> None:
    truth = truth_of(program)
    compare_value(engine, program, truth, value)
    inner = [step.name for step in reversed(program.steps) if step.name in found]
    for name in [*program.inputs, *inner]:
        mine = found.get(name)
        if mine is None and not truth.adjoints[name].any():
            continue  # what does not reach the result need not have a gradient
        who = f"`{truth.labels[name]}`" if name in inner else name
        attribute = re.fullmatch(r"x\.(\w+)", engine.adapter.gradient)
        if mine is None and attribute:
            raise CheckFailure(
                say(
                    "For `{program}` at {at}, the gradient of {who} should be {right}, and "
                    "there is none: its `.{attribute}` is None.",
                    program=program,
                    at=program.at(),
                    who=who,
                    right=say(engine.adapter.value_name),
                    attribute=attribute[1],
                ),
                "type",
                case_of(program),
            )
        compare_array(
            engine,
            mine,
            expected_of(engine, truth.adjoints[name]),
            truth.scale[name],
            say(
                "For `{program}` at {at}, the gradient of {who}",
                program=program,
                at=program.at(),
                who=who,
            ),
            case_of(program),
            findings=[
                *([partial(_nudged, engine, program, name)] if name in program.inputs else []),
                partial(_where, engine, program),
            ],
            dtype=program.inputs[name].dtype if dtype and name in program.inputs else None,
        )


@contextmanager
def told_of(
    engine: DeclaredEngine, program: ArrayProgram, more: str = "", followed: bool = True
) -> Iterator[None]:
    """Add to an exception of the submission's what it was asked, and what was wrong before it.

    Parameters
    ----------
    engine : DeclaredEngine
    program : ArrayProgram
    more : str
        What is said of how it was asked.
    followed : bool
        Whether the adapter's own derivative was asked, which can be followed value by value.
    """
    try:
        yield
    except StudentError as error:
        if not error.unwritten and error.kind != "NameError":
            where = ""
            with suppress(StudentError):
                where = _broke(engine, program) if followed else ""
            words = {"program": program, "shapes": program.shapes(), "more": say(more)}
            error.asked += " " + say("(asked for `{program}` with {shapes}{more})", **words) + where
        raise


def _broke(engine: DeclaredEngine, program: ArrayProgram) -> str:
    """Say what was sent wrongly before the submission raised, or in which rule it did."""
    if not engine.adapter.wrap:
        return ""
    came = came_in(engine, program)
    sent, _, _ = engine.watch_backward(program, came)
    if not engine.adapter.conjugate and (wrong := localize.find_sent(truth_of(program), sent)):
        before = say("Before that, something else went wrong: {wrong}", wrong=wrong)
        return f". {before.rstrip('.')}"
    broken = engine.broken_rule(program, came)
    if broken and broken[0]:
        label = program.labels()[broken[0]]
        return ", " + say(
            "in the rule of `{label}`, where {what} came in", label=label, what=shaped(broken[1])
        )
    return ""


def came_in(engine: DeclaredEngine, program: ArrayProgram) -> np.ndarray | None:
    """Give what comes in at the output, as the engine's convention has it."""
    if program.incoming is None:
        return None
    if not engine.adapter.any_shape:
        raise ValueError(
            "this engine differentiates numbers only, as its adapter declares: draw programs with "
            "`scalar=True`, or take what `weighed` makes of one."
        )
    return expected_of(engine, program.incoming)


def expected_of(engine: DeclaredEngine, gradient: np.ndarray) -> np.ndarray:
    """Give a gradient of ours in the engine's convention for complex numbers."""
    return np.conj(gradient) if engine.adapter.conjugate else gradient


def case_of(program: ArrayProgram) -> dict[str, Any]:
    """Say what a failure was about."""
    given = {**program.inputs, **program.constants}
    at = {name: listing(array) for name, array in given.items() if name in program.used}
    return {"asked": "gradient", "program": str(program), "at": at}


def compare_value(
    engine: DeclaredEngine, program: ArrayProgram, truth: ArrayTruth, value: Any
) -> None:
    """Compare a program's value, which is wrong before any derivative."""
    right = truth.values[program.output]
    compare_array(
        engine,
        value,
        right,
        np.full(right.shape, truth.size),
        say("The value of `{program}` at {at}", program=program, at=program.at()),
        {**case_of(program), "asked": "value"},
        "value",
        [partial(_where, engine, program, value=True)],
    )


def compare_array(
    engine: DeclaredEngine,
    mine: Any,
    right: np.ndarray,
    scale: np.ndarray,
    what: str,
    case: Mapping[str, Any],
    kind: str = "gradient",
    findings: Sequence[Callable[..., Finding]] = (),
    dtype: np.dtype[Any] | None = None,
) -> None:
    """Compare an array that an engine gave: kind, shape, dtype where asked, then entries.

    Parameters
    ----------
    engine : DeclaredEngine
    mine : object
        What came back.
    right, scale : ndarray
        What is right, and the size of the terms that each entry was added up from.
    what : str
        What it is, as the subject of a sentence.
    case : mapping
        What a failure was about.
    kind : str
        Kind of failure where entries are wrong.
    findings : sequence of callable
        Each looks for more to say and is given the `Difference`, where entries are wrong.
    dtype : dtype, optional
        Which one it must have.
    """
    adapter = engine.adapter
    wanted = say(adapter.value_name) if kind == "value" else adapter.message_name
    if isinstance(mine, Odd):
        raise CheckFailure(
            say(
                "{what} should be {right}, but it is of type {kind}.",
                what=what,
                right=wanted,
                kind=mine.class_name,
            ),
            "type",
            dict(case),
        )
    if not is_numeric(mine):
        fail_type(mine, what, wanted)
    mine = np.asarray(mine)
    if mine.dtype.kind == "c" and right.dtype.kind != "c" and not np.any(mine.imag):
        mine = mine.real
    if mine.shape != right.shape:
        no_difference = Difference("", "")
        raise CheckFailure(
            say(
                "{what} should have the shape {right}; it has {yours}.",
                what=what,
                right=right.shape,
                yours=mine.shape,
            ),
            "shape",
            dict(case),
            [partial(find, no_difference) for find in findings],
        )
    if dtype is not None and mine.dtype != dtype and dtype.kind != "i":
        raise CheckFailure(
            say(
                "{what} should be of dtype {dtype}, as its input is; it is of {yours}.",
                what=what,
                dtype=dtype,
                yours=mine.dtype,
            ),
            "type",
        )
    relative = precision(mine) * (NEEDED if single(mine) else 1.0)
    room = relative * np.maximum(np.maximum(scale, np.abs(right)), 1e-3)
    wrong = first_outside(mine, right, room)
    if wrong is None:
        return
    raise CheckFailure(
        say(
            "{what} should be {right}{at}; it is {yours}.",
            what=what,
            right=wrong.right,
            at=wrong.at,
            yours=wrong.yours,
        ),
        kind,
        {**case, "rows": [row(_entry_at(wrong), *_entries(mine, right, wrong))]},
        [partial(find, wrong) for find in findings],
    )


def _entry_at(wrong: Difference) -> str:
    return say("entry{at}", at=wrong.at)


def _entries(mine: np.ndarray, right: np.ndarray, wrong: Difference) -> tuple[Any, Any]:
    index = wrong.index or ()
    return mine[index].item(), right[index].item()


def _nudged(engine: DeclaredEngine, program: ArrayProgram, name: str, wrong: Difference) -> Finding:
    """Confront a wrong entry with a finite difference of the submission's own function."""
    array = program.inputs[name]
    if wrong.index is None or array.dtype.kind not in "fi":
        return Finding()
    index = wrong.index
    came = 1.0 if program.incoming is None else program.incoming

    def own(moved: list[float]) -> float:
        nudged = np.array(array, dtype=float)
        nudged[index] = moved[0]
        value = engine.value(program, {**program.inputs, name: nudged})
        if not is_numeric(value):
            fail_type(value, say("The value"), say(engine.adapter.value_name))
        return float(np.real(np.sum(came * np.asarray(value))))

    (found,) = differences(own, [float(array[index])])
    if found is None:
        return Finding()
    words = {"name": name, "at": wrong.at, "slope": number(found)}
    if program.incoming is None:
        text = say(
            "A small nudge of {name}{at} in your program changes the result by {slope} for each "
            "unit (finite difference).",
            **words,
        )
    else:
        text = say(
            "A small nudge of {name}{at} in your program changes the result, weighed by what comes "
            "in, by {slope} for each unit (finite difference).",
            **words,
        )
    return Finding(f" {text}")


def _where(
    engine: DeclaredEngine, program: ArrayProgram, wrong: Difference, value: bool = False
) -> Finding:
    """Say where in the program it goes wrong first."""
    truth = truth_of(program)
    if value:
        place = localize.find_value(truth, engine.watch_values(program))
    elif engine.adapter.wrap and not engine.adapter.conjugate:
        came = came_in(engine, program)
        place = localize.find_backward(truth, *engine.watch_backward(program, came))
    else:
        place = None
    return Finding() if place is None else Finding(counterexample={"where": place})


def assert_rule(engine: DeclaredEngine, program: ArrayProgram, dtype: bool = False) -> None:
    """Check one operation apart: its value, then what its rule alone sends to each operand.

    Parameters
    ----------
    engine : DeclaredEngine
        Its adapter says what a rule `send`s.
    program : ArrayProgram
        Of one step. What comes in at it is a declared array.
    dtype : bool
        Whether what is sent must have the dtype of its operand.

    Raises
    ------
    CheckFailure
        Of kind ``value`` if the operation computes something else; else ``type``, ``shape`` or
        ``partials``.
    """
    truth = truth_of(program)
    (step,) = program.steps
    came = np.ones(truth.values[step.name].shape) if program.incoming is None else program.incoming
    try:
        value, sent = engine.sent_by_rule(program, expected_of(engine, came))
    except StudentError as error:
        if not error.unwritten and error.kind != "NameError":
            error.asked += " " + say(
                "(when asked for the rule of `{program}` with {shapes})",
                program=program,
                shapes=program.shapes(),
            )
        raise
    with confirmed_first(program):
        compare_value(engine, program, truth, value)
        _compare_sent(engine, program, sent, dtype)


def _compare_sent(
    engine: DeclaredEngine, program: ArrayProgram, sent: Sequence[Any], dtype: bool
) -> None:
    truth = truth_of(program)
    (step,) = program.steps
    if len(sent) != len(step.operands):
        count = len(step.operands)
        raise CheckFailure(
            say_many(
                "The rule of `{program}` should send {count} array, one for each operand "
                "({operands}); it sends {sent}.",
                "The rule of `{program}` should send {count} arrays, one for each operand "
                "({operands}); it sends {sent}.",
                count,
                program=program,
                operands=", ".join(step.operands),
                sent=len(sent),
            ),
            "shape",
            case_of(program),
        )
    places = dict.fromkeys(step.operands, 0)
    for turn, (name, mine) in enumerate(zip(step.operands, sent, strict=True), start=1):
        whom = (
            say("{name}, its operand {turn}", name=name, turn=turn)
            if step.operands.count(name) > 1
            else name
        )
        position, places[name] = places[name], places[name] + 1
        if name in program.constants:
            continue
        share = np.asarray(truth.shares[step.name][name][position])
        if mine is None and not share.any():
            continue
        compare_array(
            engine,
            mine,
            expected_of(engine, share),
            truth.scale[name],
            say(
                "What the rule of `{program}` sends to {whom}, at {at},",
                program=program,
                whom=whom,
                at=program.at(),
            ),
            {**case_of(program), "asked": "rule"},
            "partials",
            [partial(_nudged, engine, program, name)]
            if len(set(step.operands)) == len(sent)
            else (),
            program.inputs[name].dtype if dtype else None,
        )


def assert_rules(
    engine: DeclaredEngine,
    table: Table,
    name: str,
    examples: int = 10,
    always: Sequence[tuple[ArrayProgram]] = (),
    kinds: Sequence[str] = (),
    dtype: bool = False,
) -> None:
    """Check one operation apart, in every use that it has, and on drawn arrays.

    Parameters
    ----------
    engine : DeclaredEngine
    table : Table
    name : str
        The operation.
    examples : int
    always : sequence of tuple
        More programs of one step that are asked whatever the seed.
    kinds : sequence of str
        See `autograder.asking.arrays.drawing.array_programs`.
    dtype : bool
        See `assert_rule`.
    """
    drawn = array_programs(table, (name,), inputs=2, steps=1, kinds=kinds)
    for_all(
        lambda program: assert_rule(engine, program, dtype),
        drawn,
        examples=examples,
        always=[*always, *uses(table, name)],
    )
