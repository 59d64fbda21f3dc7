"""Questions about arrays that nobody can answer without the chain rule, or without being linear.

Rules are declared wrong on purpose: what a step sends is multiplied by factors, or is what a rule
of the grader's own says. An engine that takes its rules and adds up what they send follows; one
that finds the true derivative in another way does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.asking.arrays.assertions import (
    came_in,
    case_of,
    compare_array,
    expected_of,
    told_of,
)
from autograder.asking.arrays.operations import Table
from autograder.asking.arrays.programs import ArrayProgram, ArrayStep
from autograder.asking.arrays.reference import truth_of
from autograder.asking.comparing import difference
from autograder.asking.engine import Changes, DeclaredEngine
from autograder.asking.numbers import listed, number, ordinal
from autograder.errors import CheckFailure
from autograder.language import say, template

__all__ = ["array_lies", "assert_again", "assert_follows_rules", "assert_related", "spread"]

#: What a lie multiplies by.
FACTOR = st.sampled_from([2.0, -1.0, 3.0, -0.5])


def array_lies(
    table: Table, operations: Sequence[str] = (), stops: bool = False
) -> st.SearchStrategy[dict[str, tuple[float, ...]]]:
    """Draw what is sent to each operand is multiplied by, for each operation.

    Parameters
    ----------
    table : Table
    operations : sequence of str
        Which of them lie; by default all.
    stops : bool
        Whether a factor may be 0: then nothing may pass through that operand.
    """
    factor = st.one_of(FACTOR, st.just(0.0)) if stops else FACTOR
    names = operations or table.names
    return st.fixed_dictionaries({name: st.tuples(*[factor] * table[name].arity) for name in names})


def spread(g, value, *operands, **keywords):
    """Send each operand the sum of what comes in, times 1, 2, 3, ...: no operation has that rule.

    It crosses as text, so it uses NumPy alone.
    """
    return [np.sum(g) * (1.0 + np.arange(np.size(x)).reshape(np.shape(x))) for x in operands]


def assert_follows_rules(engine: DeclaredEngine, program: ArrayProgram, changes: Changes) -> None:
    """Check that derivatives follow the rules, also where those are not true.

    Parameters
    ----------
    engine : DeclaredEngine
    program : ArrayProgram
    changes : mapping
        Operation to factors, see `array_lies`, or to a rule of the grader's own, such as `spread`.

    Raises
    ------
    CheckFailure
        With what was expected, and whether what came is the true derivative.
    """
    used = {step.operation for step in program.steps}
    told = {name: change for name, change in changes.items() if name in used and change is not None}
    with told_of(engine, program):
        found, _ = engine.derivatives_with(program, "reverse", told, came_in(engine, program))
    truth, honest = truth_of(program, told), truth_of(program)
    for name in program.inputs:
        mine, right = found.get(name), expected_of(engine, truth.adjoints[name])
        if mine is None and not right.any():
            continue
        what = say(
            "The gradient of {name} in `{program}` at {at}, while this check changes "
            "rules ({table}),",
            name=name,
            program=program,
            at=program.at(),
            table=_said(program.table, told),
        )
        try:
            compare_array(engine, mine, right, truth.scale[name], what, case_of(program))
        except CheckFailure as failure:
            true = expected_of(engine, honest.adjoints[name])
            same = mine is not None and difference(mine, true) is None
            hint = " " + say("What you give is the derivative without the change.") if same else ""
            hint += " " + say(
                "Take what is sent from the operations' own rules alone, and add it up."
            )
            raise CheckFailure(
                failure.message + hint, failure.kind, failure.counterexample
            ) from None


def _said(table: Table, changes: Mapping[str, Any]) -> str:
    """Say what is done to the rules."""
    told = []
    for name, change in changes.items():
        rule = table[name].known_as
        if callable(change):
            told.append(say("{rule} by one of its own", rule=rule))
        else:
            told.append(say("{rule} times {factors}", rule=rule, factors=listed(change)))
    return ", ".join(told)


def assert_related(engine: DeclaredEngine, program: ArrayProgram, weight: float) -> None:
    """Check how gradients of related programs are related. No reference is asked.

    The gradient is linear in what comes in: of f times w it is w times that of f; that of f + f,
    with f computed twice, is twice that of f. And the order in which inputs are made is nothing.

    Parameters
    ----------
    engine : DeclaredEngine
    program : ArrayProgram
    weight : float
    """
    names = list(program.inputs)
    related = [(say("f, with the inputs made in another order,"), program, names[::-1], 1.0)]
    came = came_in(engine, program)
    if program.table.join:
        related.append(("f + f", _doubled(program), names, 2.0))
    with told_of(engine, program):
        (base,) = engine.derivatives_of([program], [names], came)
    gave = [engine.derivatives_of([other], [order], came)[0] for _, other, order, _ in related]
    if came is not None:
        related.append((say("{weight} times f", weight=number(weight)), program, names, weight))
        gave += engine.derivatives_of([program], [names], weight * came)
    scale = truth_of(program).scale
    own = {name: _own(engine, program, name, base.get(name)) for name in names}
    for (text, _, _, times), found in zip(related, gave, strict=True):
        for name in names:
            if found.get(name) is None and not own[name].any():
                continue
            compare_array(
                engine,
                found.get(name),
                times * own[name],
                (1.0 + abs(weight)) * scale[name],
                say(
                    "Let f = `{program}` at {at}. By your own gradient of f, that of {text} "
                    "with respect to {name}",
                    program=program,
                    at=program.at(),
                    text=text,
                    name=name,
                ),
                {**case_of(program), "related": True},
            )


def _own(engine: DeclaredEngine, program: ArrayProgram, name: str, mine: Any) -> np.ndarray:
    """Give a gradient that is an array of the right shape, whatever its entries are."""
    right = truth_of(program).adjoints[name]
    if mine is None:
        return np.zeros_like(right)
    what = say(
        "For `{program}` at {at}, the gradient of {name}",
        program=program,
        at=program.at(),
        name=name,
    )
    compare_array(engine, mine, right, np.full(right.shape, np.inf), what, case_of(program))
    return np.asarray(mine)


def assert_again(engine: DeclaredEngine, program: ArrayProgram) -> None:
    """Check that nothing of one time that derivatives were found is left to disturb the next.

    They are found three times over the same values: with what comes in, with three times as much,
    and with the first again.

    Parameters
    ----------
    engine : DeclaredEngine
        Its adapter says how a value is `reset`, where that is needed.
    program : ArrayProgram
    """
    came, truth = came_in(engine, program), truth_of(program)
    factors = (1.0, 1.0, 1.0) if came is None else (1.0, 3.0, 1.0)
    with told_of(engine, program):
        found = engine.derivatives_again(
            program, [came if came is None else factor * came for factor in factors]
        )
    for count, (factor, gave) in enumerate(zip(factors, found, strict=True)):
        for name in program.inputs:
            right = expected_of(engine, factor * truth.adjoints[name])
            if gave.get(name) is None and not right.any():
                continue
            words = {"program": program, "at": program.at(), "time": ordinal(count + 1)}
            if factor == 1:
                text = template(
                    "For `{program}` at {at}, found the {time} time over the same values, the "
                    "gradient of {name}"
                )
            else:
                text = template(
                    "For `{program}` at {at}, found the {time} time over the same values and "
                    "{factor} times as much coming in, the gradient of {name}"
                )
            compare_array(
                engine,
                gave.get(name),
                np.asarray(right),
                3.0 * truth.scale[name],
                say(text, name=name, factor=number(factor), **words),
                case_of(program),
            )


def _doubled(program: ArrayProgram) -> ArrayProgram:
    """Give f + f, where f is computed twice."""
    again = {step.name: f"{step.name}_again" for step in program.steps}
    copies = [
        ArrayStep(
            again[s.name], s.operation, tuple(again.get(o, o) for o in s.operands), s.keywords
        )
        for s in program.steps
    ]
    last = ArrayStep("r", program.table.join, (program.output, again[program.output]))
    return program.then(*copies, last)
