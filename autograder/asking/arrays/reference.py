"""What the right answer is for a program of arrays: every value, adjoint, and message.

Each step is differentiated alone, by our own engine; the walk from the output to the inputs is a
few lines here. So a rule that is declared wrong on purpose has a right answer as well: what it
sends, walked back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import adlearn
from adlearn.checking.differences import numerical_gradient
from autograder.asking.arrays.programs import ArrayProgram, ArrayStep, filled
from autograder.asking.engine import Changes
from autograder.asking.place import Truth
from autograder.asking.run import Tolerances
from autograder.asking.witnesses import confirmed
from autograder.errors import Inconclusive
from autograder.language import say

#: Results with more entries are not looked at one by one for how far rounding may go.
EACH = 64

#: How far off an exact gradient may be from differences, besides ten times their own error.
ROOM = Tolerances().float64


#: A finite difference that may be so far off is one at a kink.
KINK = 1e-3


@dataclass(frozen=True)
class ArrayTruth(Truth):
    """The right answers for a program of arrays.

    Parameters
    ----------
    scale : mapping
        For each name, entry by entry, the sum of the absolute terms that its adjoint is made of:
        what rounding errors are relative to.
    size : float
        The largest entry of any value.
    """

    scale: Mapping[str, np.ndarray] = field(default_factory=dict)
    size: float = 0.0


#: What was worked out last, and what differences have confirmed, by what is asked: the cases of a
#: check come again with each program that it is put to.
_KEPT: dict[Hashable, ArrayTruth] = {}
_CONFIRMED: dict[Hashable, None] = {}
MOST_KEPT = 1000


def truth_of(program: ArrayProgram, changes: Changes | None = None) -> ArrayTruth:
    """Work out the right answers, where rules are as they are, or changed.

    Parameters
    ----------
    program : ArrayProgram
    changes : mapping, optional
        Operations that say something else.
    """
    if changes:
        return _walked(program, changes)
    if program.content not in _KEPT:
        _keep(_KEPT, program.content, _walked(program, {}))
    return _KEPT[program.content]


def _keep(kept: dict[Hashable, Any], key: Hashable, value: Any) -> None:
    """Keep one more, and drop the oldest if there are many."""
    if len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]
    kept[key] = value


def _walked(program: ArrayProgram, changes: Changes) -> ArrayTruth:
    exact = {name: _exact(array) for name, array in program.inputs.items()}
    fixed = {name: _exact(array) for name, array in program.constants.items()}
    plain = ArrayProgram(program.table, exact, program.steps, fixed, program.incoming)
    values = {name: np.asarray(value) for name, value in plain.evaluate().items()}
    adjoints = {name: np.zeros_like(value) for name, value in values.items()}
    scale = {name: np.zeros(value.shape) for name, value in values.items()}
    came = 1.0 if program.incoming is None else _exact(program.incoming)
    adjoints[program.output] = np.array(np.broadcast_to(came, values[program.output].shape))
    scale[program.output] = np.abs(adjoints[program.output])
    messages: dict[str, dict[str, Any]] = {}
    shares: dict[str, dict[str, list[Any]]] = {}
    for step in reversed(program.steps):
        pull = _pull(plain, step, values, changes.get(step.operation))
        sent, sizes = pull(adjoints[step.name]), _sizes(pull, scale[step.name])
        received = shares[step.name] = {}
        for name, one, size in zip(step.operands, sent, sizes, strict=True):
            if name in fixed:
                continue
            received.setdefault(name, []).append(np.asarray(one))
            adjoints[name] = np.asarray(adjoints[name] + one)
            scale[name] = np.asarray(scale[name] + size)
        messages[step.name] = {n: np.asarray(sum(each)) for n, each in received.items()}
    shown = [name for name in values if name not in fixed]
    return ArrayTruth(
        inputs=exact,
        steps=program.steps,
        labels=program.labels(),
        values={name: values[name] for name in shown},
        adjoints={name: adjoints[name] for name in shown},
        messages=messages,
        shares=shares,
        partials={},
        scale=scale,
        size=max(float(np.max(np.abs(value), initial=0.0)) for value in values.values()),
    )


def _exact(array: np.ndarray) -> np.ndarray:
    """Give an array in double precision."""
    return np.asarray(array, dtype=complex if np.iscomplexobj(array) else float)


def _pull(
    program: ArrayProgram,
    step: ArrayStep,
    values: Mapping[str, np.ndarray],
    change: Sequence[float] | Callable[..., Any] | None,
) -> Callable[[np.ndarray], list[np.ndarray]]:
    """Give what turns what comes in at a step into what it sends to each operand."""
    operation = program.table[step.operation]
    operands = [values[name] for name in step.operands]
    if callable(change):

        def declared(g: np.ndarray) -> list[np.ndarray]:
            return list(change(g, values[step.name], *operands, **step.keywords))

        return declared
    _, pulled = adlearn.vjp(lambda *xs: operation.compute(*xs, **step.keywords), *operands)
    factors = change or [1.0] * len(operands)

    def pull(g: np.ndarray) -> list[np.ndarray]:
        sent = pulled(g if np.ndim(g) else g[()])
        return [factor * np.asarray(one) for factor, one in zip(factors, sent, strict=True)]

    return pull


def _sizes(pull: Callable[[np.ndarray], list[np.ndarray]], scale: np.ndarray) -> list[np.ndarray]:
    """Give the absolute terms of what is sent, added up, entry by entry of each operand."""
    if scale.size > EACH:
        sent = pull(scale)
        return [np.full(np.shape(one), np.sum(scale) + np.max(np.abs(one))) for one in sent]
    total: list[np.ndarray] = []
    for index in np.ndindex(scale.shape):
        unit = np.zeros(scale.shape)
        unit[index] = scale[index]
        rows = [np.abs(one) for one in pull(unit)]
        total = [a + b for a, b in zip(total, rows, strict=True)] if total else rows
    return total


def confirm(program: ArrayProgram) -> None:
    """Ask finite differences, in one direction of each input, before somebody is failed.

    Raises
    ------
    Inconclusive
        If they disagree with our own engine by more than their error estimates, or cannot tell,
        as at a kink.
    """
    if program.content in _CONFIRMED:
        return
    truth = truth_of(program)
    came = truth.adjoints[program.output]
    inputs = {name: _exact(array) for name, array in program.inputs.items()}
    along = {name: filled(array.shape, 3, start=5) for name, array in inputs.items()}

    def moved(steps: Sequence[float]) -> float:
        nudged = {
            name: array + step * along[name]
            for step, (name, array) in zip(steps, inputs.items(), strict=True)
        }
        with np.errstate(all="ignore"):
            return float(np.real(np.sum(came * program.evaluate(nudged)[program.output])))

    exact = [float(np.real(np.sum(truth.adjoints[name] * along[name]))) for name in inputs]
    sizes = [max(1e-3, float(np.sum(truth.scale[name] * np.abs(along[name])))) for name in inputs]
    what = say("{program} at {at}", program=program, at=program.at())
    _, errors = numerical_gradient(moved, [0.0] * len(inputs))
    if any(not error <= KINK * size for error, size in zip(errors, sizes, strict=True)):
        raise Inconclusive(
            say("for {what} the finite difference is too far off: there is a kink.", what=what)
        )
    confirmed(exact, moved, [0.0] * len(inputs), [ROOM * size for size in sizes], what)
    _keep(_CONFIRMED, program.content, None)
