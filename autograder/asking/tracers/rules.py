"""Claims about rules of a tracer: that what one sends can be traced, and what is stretched."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.asking.arrays.assertions import case_of, compare_array, told_of
from autograder.asking.arrays.operations import Table
from autograder.asking.arrays.programs import ArrayProgram, filled
from autograder.asking.arrays.rules import assert_sent, sent_again
from autograder.asking.assertions import assert_array, assert_same
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.comparing import listing
from autograder.asking.tracers import probes
from autograder.asking.tracers.functions import AGAIN, TracerEngine, room
from autograder.errors import CheckFailure
from autograder.language import say, template

__all__ = ["assert_rule", "assert_unbroadcast"]

#: What is said where a rule calculates with plain values.
TRACED = template(
    "What a rule sends is traced as well: calculate with np and operators, on g, ans and "
    "the arguments as they come."
)


def assert_rule(submission: Any, table: Table, name: str, few: int = 0, examples: int = 8) -> None:
    """Check the rule of a primitive; and, where all uses are asked, that it can be traced.

    Parameters
    ----------
    submission : Submission
    table : Table
    name : str
        The operation.
    few : int
        Ask so many uses only, the plainest; 0 for all.
    examples : int
    """
    engine = TracerEngine(submission)

    def traced(program: ArrayProgram) -> None:
        if not few:  # for that other rules are needed, which may not be written yet
            assert_traced(engine, program)

    assert_sent(engine, table, name, few, examples, traced)


def assert_traced(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check the derivatives of what a rule sends: by its operands, and by what came in.

    Parameters
    ----------
    engine : TracerEngine
    program : ArrayProgram
        Of one step.
    """
    (step,) = program.steps
    weights = [filled(program.inputs[x].shape, 5, start=7 + i) for i, x in enumerate(step.operands)]
    with told_of(engine, program, AGAIN, followed=False):
        found = engine.traced_again(program, weights)
    expected = sent_again(program, weights, np.asarray(program.incoming, dtype=float))
    for whom, mine, right in zip([*step.operands, "g"], found, expected, strict=True):
        what = say(
            "What the rule of `{program}` sends, at {at}, is traced and differentiated "
            "by {whom}: that",
            program=program,
            at=program.at(),
            whom=whom,
        )
        if np.any(right) and not np.any(mine if mine is not None else 0.0):
            raise CheckFailure(
                say("{what} should not be zero. {traced}", what=what, traced=TRACED),
                "gradient",
                case_of(program),
            )
        if mine is not None or np.any(right):
            compare_array(engine, mine, right, room(right), what, case_of(program))


@goes_on_in_surveys
def assert_unbroadcast(
    submission: Any, shape: tuple[int, ...], longer: tuple[int, ...], traced: bool = False
) -> None:
    """Check that what was stretched from one shape to a longer one is added up again.

    Parameters
    ----------
    submission : Submission
    shape, longer : tuple of int
    traced : bool
        Whether it is asked with a box, too.
    """
    target, g = filled(shape, 4), filled(longer, 5, start=2)
    found = submission.run(probes.unstretched, target, g, False)
    what = say(
        "`unbroadcast` of g = {g}, of shape {longer}, for a target of shape {shape},",
        g=listing(g),
        longer=longer,
        shape=shape,
    )
    right = added_up(g, shape)
    if shape:
        assert_array(found, right, what)
    else:
        assert_same(found, float(right), what, "gradient")
    if traced:
        value, watched = submission.run(probes.unstretched, target, g, True)
        if shape:
            assert_array(value, right, say("In a trace, {what}", what=what))
        else:
            assert_same(value, float(right), say("In a trace, {what}", what=what), "gradient")
        if not watched:
            raise CheckFailure(
                say(
                    "{what} in a box should give what is watched, too. {traced}",
                    what=what,
                    traced=TRACED,
                ),
                "gradient",
            )


def added_up(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Add an array up to a shape that it was stretched from.

    Examples
    --------
    >>> added_up(np.ones((2, 3)), (1, 3)).tolist()
    [[2.0, 2.0, 2.0]]
    """
    more = g.ndim - len(shape)
    axes = [i for i in range(g.ndim) if i < more or shape[i - more] == 1]
    return np.asarray(np.sum(g, axis=tuple(axes))).reshape(shape)
