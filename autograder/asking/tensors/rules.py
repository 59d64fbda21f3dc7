"""Claims about one operation: what it computes, what it sends, and that this has a derivative."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.asking.arrays.assertions import case_of, compare_array, told_of
from autograder.asking.arrays.programs import ArrayProgram, ArrayStep, filled
from autograder.asking.arrays.reference import truth_of
from autograder.asking.arrays.rules import assert_computed, assert_sent, sent_again
from autograder.asking.tensors.engine import TABLE, TensorEngine
from autograder.errors import CheckFailure
from autograder.language import say, template

#: What is said where a rule calculates with arrays.
HISTORY = template(
    "A `gradient` calculates with tensors and with the operations of the notebook, not "
    "with what `.numpy()`, `.detach()`, `.data` or `realize_cached_data()` give."
)
CONSTANT = template(
    "What is taken out of tensors, as by `.numpy()` or `.detach()`, counts as a constant."
)
#: What is said of an exception that came while a gradient was differentiated.
AGAIN = template(", its gradient differentiated again")


def assert_forward(submission: Any, name: str, few: int = 0, examples: int = 8) -> None:
    """Check what an operation computes; see `autograder.asking.arrays.rules.assert_computed`."""
    assert_computed(TensorEngine(submission), TABLE, name, few, examples)


def assert_backward(submission: Any, name: str, few: int = 0, examples: int = 8) -> None:
    """Check what an operation sends back, and that it can be differentiated again.

    Parameters are those of `autograder.asking.arrays.rules.assert_sent`.
    """
    engine = TensorEngine(submission)

    def differentiated(program: ArrayProgram) -> None:
        assert_history(engine, program)
        if not few:  # for that the other rules are needed, which may be wrong
            assert_sent_again(engine, program)

    assert_sent(engine, TABLE, name, few, examples, differentiated)


def assert_history(engine: TensorEngine, program: ArrayProgram) -> None:
    """Check that what a rule sends has a history that leads to all that it changes with.

    No other rule is asked for that: a derivative of what is sent would need them.

    Parameters
    ----------
    engine : TensorEngine
    program : ArrayProgram
        Of one step.

    Raises
    ------
    CheckFailure
        Of kind ``gradient``.
    """
    (step,) = program.steps
    with told_of(engine, program):
        found = engine.history(program)
    came = np.asarray(program.incoming, dtype=float)
    names = [*step.operands, "out_grad"]
    for position, (whom, leads) in enumerate(zip(step.operands, found, strict=False)):
        weights = [np.zeros(program.inputs[name].shape) for name in step.operands]
        weights[position] = filled(weights[position].shape, 5, start=7)
        for name, led, slope in zip(
            names, leads or (), sent_again(program, weights, came), strict=False
        ):
            if np.any(slope) and not led:
                raise CheckFailure(
                    say(
                        "What the rule of `{program}` sends to {whom} changes with {name}, "
                        "and has no history that leads there, so it cannot be differentiated "
                        "again. {history}",
                        program=program,
                        whom=whom,
                        name=name,
                        history=say(HISTORY),
                    ),
                    "gradient",
                    case_of(program),
                )


def assert_sent_again(engine: TensorEngine, program: ArrayProgram) -> None:
    """Check the derivative of what a rule sends: by the operands, and by what came in.

    Parameters
    ----------
    engine : TensorEngine
    program : ArrayProgram
        Of one step.

    Raises
    ------
    CheckFailure
        Of kind ``gradient``.
    """
    (step,) = program.steps
    operands = [program.inputs[name] for name in step.operands]
    weights = [filled(array.shape, 5, start=7 + i) for i, array in enumerate(operands)]
    with told_of(engine, program, AGAIN):
        found = engine.sent_again(program, weights)
    came = np.asarray(program.incoming, dtype=float)
    expected = sent_again(program, weights, came)
    names = [*step.operands, "out_grad"]
    for whom, mine, right in zip(names, found, expected, strict=True):
        if mine is None and not np.any(right):
            continue
        what = say(
            "What the rule of `{program}` sends, at {at}, is differentiated again by {whom}: that",
            program=program,
            at=program.at(),
            whom=whom,
        )
        if mine is None:
            raise CheckFailure(
                say("{what} should not be zero; there is nothing.", what=what)
                + f" {say(CONSTANT)}",
                "gradient",
            )
        _compare_again(engine, mine, right, what, program)


def _compare_again(
    engine: TensorEngine, mine: Any, right: np.ndarray, what: str, program: ArrayProgram
) -> None:
    scale = np.full(right.shape, max(1.0, float(np.max(np.abs(right), initial=0.0))))
    compare_array(engine, mine, right, scale, what, case_of(program))


def assert_only_grad(engine: TensorEngine, program: ArrayProgram) -> None:
    """Check that after `backward` tensors can be computed with and differentiated as before.

    What was computed is used in a further step, and the program is run anew over the same inputs.

    Parameters
    ----------
    engine : TensorEngine
    program : ArrayProgram

    Raises
    ------
    CheckFailure
        Of kind ``gradient``.
    """
    further = program.then(ArrayStep("further", "mul", (program.output, program.output)))
    with told_of(engine, program):
        found = engine.derivatives_afterwards(program)
    said = (
        say(
            "After `backward` of y = `{program}`, at {at}, y * y is differentiated: that by",
            program=program,
            at=program.at(),
        ),
        say(
            "After `backward` of `{program}`, at {at}, it is computed anew from the same "
            "tensors: the gradient of",
            program=program,
            at=program.at(),
        ),
    )
    for text, truth, gave in zip(said, map(truth_of, (further, program)), found, strict=True):
        for name in program.inputs:
            mine, right = gave[name], truth.adjoints[name]
            if mine is None and not right.any():
                continue
            if mine is None:
                raise CheckFailure(
                    say(
                        "{text} {name} should not be zero; there is none. `backward` changes "
                        "`.grad` and nothing else of a tensor: its inputs, its array and "
                        "whether it needs a gradient stay.",
                        text=text,
                        name=name,
                    ),
                    "gradient",
                    case_of(program),
                )
            compare_array(
                engine, mine, right, truth.scale[name], f"{text} {name}", case_of(program)
            )


def assert_twice(engine: TensorEngine, program: ArrayProgram) -> None:
    """Check second derivatives: `backward` of what `backward` found.

    Parameters
    ----------
    engine : TensorEngine
    program : ArrayProgram

    Raises
    ------
    CheckFailure
        Of kind ``gradient``.
    """
    came = np.asarray(program.incoming, dtype=float)
    for position, name in enumerate(program.inputs):
        if name not in program.used:
            continue
        weights = [np.zeros(array.shape) for array in program.inputs.values()]
        weights[position] = filled(weights[position].shape, 5, start=7)
        with told_of(engine, program, AGAIN):
            found = engine.derivatives_twice(program, name, weights[position])
        if found is None:
            raise CheckFailure(
                say(
                    "For `{program}` at {at}, the gradient of {name} should be a Tensor, and "
                    "there is none: its `.grad` is None.",
                    program=program,
                    at=program.at(),
                    name=name,
                ),
                "type",
                case_of(program),
            )
        *expected, _ = sent_again(program, weights, came)
        for other, right in zip(program.inputs, expected, strict=True):
            mine = found[other]
            if mine is None and not np.any(right):
                continue
            what = say(
                "For `{program}` at {at}, `{name}.grad` is differentiated again, by "
                "{other}: `{other}.grad` after `{name}.grad.backward(...)`",
                program=program,
                at=program.at(),
                name=name,
                other=other,
            )
            if mine is None:
                raise CheckFailure(
                    say(
                        "{what} should not be zero; it is None. Add gradients up as tensors, "
                        "so that they keep their history.",
                        what=what,
                    ),
                    "gradient",
                )
            _compare_again(engine, mine, right, what, program)
