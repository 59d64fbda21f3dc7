"""Claims about one operation: what it computes, what it sends, and that this has a derivative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import adlearn
from autograder.asking.arrays.assertions import (
    assert_rule,
    case_of,
    compare_array,
    compare_value,
    confirmed_first,
    told_of,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import (
    ArrayProgram,
    ArrayStep,
    filled,
    program as read,
    with_incoming,
)
from autograder.asking.arrays.reference import truth_of
from autograder.asking.arrays.uses import uses
from autograder.asking.cases import for_all
from autograder.asking.run import current_run
from autograder.asking.tensors.engine import TABLE, TensorEngine
from autograder.errors import CheckFailure

#: What is said where a rule calculates with arrays.
HISTORY = (
    "A `gradient` calculates with tensors and with the operations of the notebook, not with "
    "what `.numpy()`, `.detach()`, `.data` or `realize_cached_data()` give."
)
CONSTANT = "What is taken out of tensors, as by `.numpy()` or `.detach()`, counts as a constant."
#: What is said of an exception that came while a gradient was differentiated.
AGAIN = ", its gradient differentiated again"


def assert_forward(submission: Any, name: str, few: int = 0, examples: int = 8) -> None:
    """Check what an operation computes, in every use that it has, and on drawn arrays.

    Parameters
    ----------
    submission : Submission
    name : str
        The operation, as `TABLE` has it.
    few : int
        Ask so many uses only, the plainest; 0 for all.
    examples : int
    """
    engine = TensorEngine(submission)

    def body(program: ArrayProgram) -> None:
        with told_of(engine, program):
            value = engine.value(program)
        with confirmed_first(program):
            plain = replace(program, incoming=None)  # a value has nothing to do with that
            compare_value(engine, plain, truth_of(plain), value)

    always = [*_uses(name, few), *_special(name, few)]
    for_all(body, _drawn(name, few), examples=examples, always=always)
    _assert_left_alone(engine, name, backward=False)


def assert_backward(submission: Any, name: str, few: int = 0, examples: int = 8) -> None:
    """Check what an operation sends back, and that it can be differentiated again.

    Parameters are those of `assert_forward`.
    """
    engine = TensorEngine(submission)
    wrong: list[ArrayProgram] = []

    def body(program: ArrayProgram) -> None:
        wrong.append(program)
        assert_rule(engine, program)
        wrong.pop()

    survey = current_run().survey  # which goes on where something is wrong
    if not survey:
        _assert_left_alone(engine, name, backward=True)
    always = [*_uses(name, few), *_special(name, few)]
    if not few:  # differences of nearby values have no digits there
        always += [(_in_single(program),) for (program,) in _uses(name, 4)]
        always += _with_constants(name)
    for_all(body, _drawn(name, few), examples=examples, always=always)
    if wrong:  # the derivative of what is wrong tells nothing more
        return
    if survey:
        _assert_left_alone(engine, name, backward=True)
    for (program,) in _uses(name, few or 12):
        assert_history(engine, program)
        if not few:  # for that the other rules are needed, which may be wrong
            assert_sent_again(engine, program)


#: Arrays that are always asked where all uses are: what is drawn holds no such numbers.
SPECIAL: dict[str, tuple[str, tuple[Any, ...]]] = {
    "log": ("log(a)", ([1e-3, 0.02, 1.0, 40.0, 5e3],)),
    "exp": ("exp(a)", ([-20.0, -6.0, 0.0, 1.0, 9.0],)),
    "relu": ("relu(a)", ([-30.0, -1e-3, 1e-3, 7.5, 200.0],)),
    "neg": ("-a", ([0.0, 250.0, -1e-3],)),
    "div": ("a / b", ([0.0, 3.0, -200.0, 1e-3], [5.0, -0.01, 40.0, 1e-3])),
    "div_number": ("a / 4.0", ([0.0, 250.0, -1e-3],)),
    "power": ("a ** 3", ([0.0, 25.0, -0.01, 1.0],)),
    "power_of": ("a ** b", ([0.01, 9.0, 1.0, 2.0], [3.0, 2.5, -4.0, 0.0])),
    "broadcast_to": ("broadcast_to(a, (4, 5, 2, 3))", (filled((2, 3), 4),)),
    "sum": ("summation(a, axes=(1, 0))", (np.arange(24.0).reshape(2, 3, 4) / 4,)),
    "matmul": ("a @ b", (filled((2, 1, 2, 3), 4), filled((3, 2), 5, start=3))),
}


#: Arrays that are asked where few uses are, so that the verdict hangs on no seed: what is compared
#: from the left does not fit there.
WHERE_FEW: dict[str, tuple[str, tuple[Any, ...]]] = {
    "broadcast_to": ("broadcast_to(a, (3, 3))", (filled((3,), 4),)),
    "matmul": ("a @ b", (filled((2, 2, 3), 4), filled((3, 2), 5, start=3))),
}


def _special(name: str, few: int) -> list[tuple[ArrayProgram]]:
    if name not in (asked := WHERE_FEW if few else SPECIAL):
        return []
    text, arrays = asked[name]
    given: dict[str, Any] = dict(zip("ab", map(np.array, arrays), strict=False))
    return [(with_incoming(read(TABLE, text, **given), 4),)]


def _in_single(program: ArrayProgram) -> ArrayProgram:
    """Give a program with arrays in single precision."""
    inputs = {name: array.astype(np.float32) for name, array in program.inputs.items()}
    return replace(program, inputs=inputs, incoming=np.asarray(program.incoming, np.float32))


def _with_constants(name: str) -> list[tuple[ArrayProgram]]:
    """Give uses in which one operand of two is a constant, as images and labels are."""
    found = []
    for (program,) in _uses(name, 3):
        for fixed in program.inputs if len(program.inputs) > 1 else ():
            inputs = {key: array for key, array in program.inputs.items() if key != fixed}
            constants = {fixed: program.inputs[fixed]}
            found.append((replace(program, inputs=inputs, constants=constants),))
    return found


def _drawn(name: str, few: int) -> Any:
    drawn = array_programs(TABLE, (name,), inputs=2, steps=1)
    return drawn.filter(_is_plain) if few else drawn


def _is_plain(program: ArrayProgram) -> bool:
    """Say whether a use is asked where few are: the verdict there may not hang on what is drawn.

    Single numbers are not, nor products of batches along an axis of length 1.
    """
    shapes = [array.shape for array in program.inputs.values()]
    product = program.steps[-1].operation == "matmul"
    return all(shapes) and not (product and any(1 in shape[:-2] for shape in shapes))


def _uses(name: str, few: int) -> list[tuple[ArrayProgram]]:
    every = uses(TABLE, name)
    if few:
        every = [(program,) for (program,) in every if _is_plain(program)]
    if not few or len(every) <= few:
        return every
    last = len(every) - 1
    return [every[round(i * last / (few - 1))] for i in range(few)] if few > 1 else every[last:]


def _assert_left_alone(engine: TensorEngine, name: str, backward: bool) -> None:
    for (program,) in _uses(name, 3):
        with told_of(engine, program):
            changed = engine.changed_arrays(program, backward)
        if changed:
            method = "gradient" if backward else "compute"
            raise CheckFailure(
                f"`{TABLE[name].rule}.{method}` changed the array of {changed[0]} in place, for "
                f"`{program}` at {program.at()}. Others use that array, too: make a new one.",
                "claim",
                case_of(program),
            )


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
                    f"What the rule of `{program}` sends to {whom} changes with {name}, and has no "
                    f"history that leads there, so it cannot be differentiated again. {HISTORY}",
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
        what = (
            f"What the rule of `{program}` sends, at {program.at()}, is differentiated again by "
            f"{whom}: that"
        )
        if mine is None:
            raise CheckFailure(
                f"{what} should not be zero; there is nothing. {CONSTANT}", "gradient"
            )
        _compare_again(engine, mine, right, what, program)


def _compare_again(
    engine: TensorEngine, mine: Any, right: np.ndarray, what: str, program: ArrayProgram
) -> None:
    scale = np.full(right.shape, max(1.0, float(np.max(np.abs(right), initial=0.0))))
    compare_array(engine, mine, right, scale, what, case_of(program))


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
        f"After `backward` of y = `{program}`, at {program.at()}, y * y is differentiated: that by",
        f"After `backward` of `{program}`, at {program.at()}, it is computed anew from the same "
        "tensors: the gradient of",
    )
    for text, truth, gave in zip(said, map(truth_of, (further, program)), found, strict=True):
        for name in program.inputs:
            mine, right = gave[name], truth.adjoints[name]
            if mine is None and not right.any():
                continue
            if mine is None:
                raise CheckFailure(
                    f"{text} {name} should not be zero; there is none. `backward` changes `.grad` "
                    "and nothing else of a tensor: its inputs, its array and whether it needs a "
                    "gradient stay.",
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
                f"For `{program}` at {program.at()}, the gradient of {name} should be a Tensor, "
                "and there is none: its `.grad` is None.",
                "type",
                case_of(program),
            )
        *expected, _ = sent_again(program, weights, came)
        for other, right in zip(program.inputs, expected, strict=True):
            mine = found[other]
            if mine is None and not np.any(right):
                continue
            what = (
                f"For `{program}` at {program.at()}, `{name}.grad` is differentiated again, by "
                f"{other}: `{other}.grad` after `{name}.grad.backward(...)`"
            )
            if mine is None:
                raise CheckFailure(
                    f"{what} should not be zero; it is None. Add gradients up as tensors, so that "
                    "they keep their history.",
                    "gradient",
                )
            _compare_again(engine, mine, right, what, program)
