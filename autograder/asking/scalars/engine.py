"""The scalar assignment's engine, asked through its own names: the adapter of this subject.

Each question crosses to the submission as one probe. What comes back is what the submission gave,
of whatever kind; judging it is up to the checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from autograder.asking.comparing import Odd, is_numeric
from autograder.asking.engine import DeclaredEngine, Engine, Program
from autograder.asking.messages import Sent
from autograder.asking.numbers import too_large
from autograder.asking.scalars import probes, probes_rules, probes_walk
from autograder.errors import StudentError


@dataclass(frozen=True)
class ScalarEngine(Engine):
    """A submission's `AutogradValue` and `ForwardValue`, and its operation classes.

    An engine of numbers that calls its parts otherwise is a subclass with other probes.

    Parameters
    ----------
    submission : Submission
    """

    submission: Any

    def value(self, program: Program, inputs: Mapping[str, float] | None = None) -> Any:
        """Give the value of a program, perhaps at other inputs."""
        return self.submission.run(
            probes.value, program.code(), made(program, "reverse", inputs), program.output
        )

    def derivatives(self, program: Program, mode: str = "reverse") -> tuple[Any, Mapping[str, Any]]:
        """Give the value, and the derivatives that are found on the way.

        In reverse mode the `grad` of each input and step; in forward mode the `forward_grads` of
        each, as a mapping by the inputs' names.
        """
        probe = probes.reverse if mode == "reverse" else probes.forward
        value, found = self.submission.run(
            probe, program.code(), made(program, mode), program.output
        )
        return value, found

    def derivatives_with(
        self, program: Program, mode: str, factors: Mapping[str, Sequence[float]]
    ) -> tuple[Mapping[str, Any], int]:
        """Give the derivatives while what `grads` returns is multiplied by factors."""
        told = [[name, list(numbers)] for name, numbers in factors.items()]
        found, calls = self.submission.run(
            probes.lying, program.code(), made(program, mode), program.output, mode, told
        )
        return found, calls

    def derivatives_of(
        self, programs: Sequence[Program], orders: Sequence[Sequence[str]]
    ) -> Sequence[Mapping[str, Any]]:
        """Give the gradients of programs with the same inputs and name of the output."""
        codes = [
            [list(order), program.code()] for program, order in zip(programs, orders, strict=True)
        ]
        first = programs[0]
        found: list[dict[str, Any]] = self.submission.run(
            probes.programs, dict(first.inputs), codes, first.output
        )
        return found

    def derivatives_of_results(
        self, program: Program, outputs: Sequence[str]
    ) -> Sequence[Mapping[str, Any]]:
        """Give the gradients after `backward` on one result after the other, each from 0."""
        found: list[dict[str, Any]] = self.submission.run(
            probes.results, program.code(), made(program, "reverse"), list(outputs)
        )
        return found

    def operation_value(self, name: str, numbers: Sequence[float]) -> Any:
        """Give what the `func` of an operation class returns."""
        return self.submission.run(probes_rules.operation, name, list(numbers), "func")[0]

    def operation_partials(self, name: str, numbers: Sequence[float]) -> Any:
        """Give what its `grads` returns, where the operation has no value yet."""
        return self.submission.run(probes_rules.operation, name, list(numbers), "grads")[1]

    def operation_asked(self, name: str, numbers: Sequence[float]) -> Callable[[str], Any]:
        """Give a function that gives either of these, ``"func"`` or ``"grads"``.

        Both are asked at once; again, and apart, only if one of them raised.
        """
        try:
            value, partials = self.submission.run(
                probes_rules.operation, name, list(numbers), "func and grads"
            )
        except StudentError:
            apart = {"func": self.operation_value, "grads": self.operation_partials}
            return lambda wanted: apart[wanted](name, numbers)
        return {"func": value, "grads": partials}.__getitem__

    def rule_watched(
        self, name: str, numbers: Sequence[float], factor: float, shift: float
    ) -> tuple[Any, int, Sequence[str]]:
        """Give what `grads` returns while `func` lies; see `probes_rules.rule_watched`."""
        gave, elsewhere, odd = self.submission.run(
            probes_rules.rule_watched, name, list(numbers), factor, shift
        )
        return gave, elsewhere, odd

    def met(self, name: str, numbers: Sequence[float]) -> list[str]:
        """Give what the operands of `grads` meet that is no real number."""
        found: list[str] = self.submission.run(probes_rules.met, name, list(numbers))
        return found

    def differences_in(self, name: str) -> list[str]:
        """Give what only numerical differentiation needs, where the code of `grads` has it."""
        found: list[str] = self.submission.run(probes_rules.differences_in, name)
        return found

    def step(
        self,
        name: str,
        operands: Sequence[Operand],
        incoming: float,
        before: Sequence[float],
        declared: Sequence[float] | None,
    ) -> Sequence[Any]:
        """Give the operands' gradients after one `backward_pass`, then the result's own."""
        told = [[item.number, None if item.again else MADE[item.kind]] for item in operands]
        found: list[Any] = self.submission.run(
            probes.step, name, told, incoming, list(before), declared
        )
        return found

    def declared_chain(self, mode: str, start: float, partials: Sequence[float]) -> Any:
        """Give the derivative through operations whose `grads` returns one of these numbers."""
        return self.submission.run(probes.declared_chain, mode, start, list(partials))

    def watch_values(self, program: Program) -> Mapping[str, Any]:
        """Give the value of every input and step."""
        found: dict[str, Any] = self.submission.run(
            probes_walk.watch_values, program.code(), made(program, "reverse")
        )
        return found

    def watch_backward(self, program: Program) -> tuple[Sequence[Sent], Mapping[str, Any], bool]:
        """Give what every `backward_pass` sent, the gradients in the end, and whether any ran."""
        calls, gradients = self.submission.run(
            probes_walk.watch_backward, program.code(), made(program, "reverse"), program.output
        )
        sent = [
            _read_off(position, name, _plain(had), to, _plain(before), _plain(after))
            for position, (name, had, received) in enumerate(calls)
            for to, before, after in received
        ]
        return sent, gradients, bool(calls)


def _read_off(
    position: int, sender: str | None, had: Any, parent: str | None, before: Any, after: Any
) -> Sent:
    """Tell what a parent received by its gradient; None is one that has received nothing yet."""
    if isinstance(after, Odd):
        return Sent(position, sender, parent, had, after, 0.0, 0.0)
    start = 0.0 if before is None or isinstance(before, Odd) else before
    end = start if after is None else after
    return Sent(position, sender, parent, had, end - start, start, end)


def _plain(gradient: Any) -> float | Odd | None:
    """Give a gradient as a number, or as what it is."""
    if gradient is None:
        return None
    real = is_numeric(gradient) and not np.iscomplexobj(gradient) and not too_large(gradient)
    if real and np.size(gradient) == 1:
        return float(np.reshape(gradient, ()))
    return Odd(getattr(gradient, "handle_type", type(gradient).__name__))


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand of one operation.

    Parameters
    ----------
    number : float
    kind : str
        What is made of it: a key of `MADE`.
    again : bool
        Whether it is the operand before it once more.
    """

    number: float
    kind: str = "variable"
    again: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a plain number, which has no gradient."""
        return self.kind.startswith("number")


#: How an input or operand is made of the number n, by its kind.
MADE = {
    "variable": "ns.AutogradValue(n)",
    "forward": "ns.ForwardValue(n)",
    "result": "ns._neg(ns.AutogradValue(-n))",
    "forward result": "ns._neg(ns.ForwardValue(-n))",
    "whole": "ns.AutogradValue(int(n) if n == int(n) else n)",  # a nudged one is no whole number
    "forward, whole": "ns.ForwardValue(int(n) if n == int(n) else n)",
    "NumPy number": "ns.AutogradValue(np.float64(n))",
    "number": "n",
    "number, whole": "int(n)",
    "number, NumPy": "np.float64(n)",
    "number, NumPy whole": "np.int64(n)",
}


def made(program: Program, mode: str, inputs: Mapping[str, float] | None = None) -> list[list[Any]]:
    """Give each input of a program as [name, number, how it is made]."""
    kinds: Mapping[str, str] = getattr(program, "kinds", {})
    ordinary = "forward" if mode == "forward" else "variable"
    given = program.inputs if inputs is None else inputs

    def how(name: str) -> str:
        kind = kinds.get(name, ordinary)
        return MADE[f"forward, {kind}" if kind == "whole" and mode == "forward" else kind]

    return [[name, value, how(name)] for name, value in given.items()]


def scalar_engine_of(asked: Any, what: str) -> ScalarEngine:
    """Give the engine that a check asks about what is particular to this assignment.

    Raises
    ------
    ValueError
        If it is one that is declared, whose texts do not tell `what`.
    """
    if isinstance(asked, DeclaredEngine):
        raise ValueError(
            f"an engine that is declared by an Adapter cannot be asked for {what}: use "
            "assert_gradient, assert_chain_rule, or the helpers of autograder.asking.arrays; or "
            "write a subclass of ScalarEngine with probes of your own."
        )
    return engine_of(asked)


def engine_of(asked: Any) -> ScalarEngine:
    """Give the engine that a check asks: a submission's own, unless it is an engine already.

    One that is declared answers what any engine does, which is all that derivatives of expressions
    and lies need.
    """
    if isinstance(asked, DeclaredEngine):
        return cast(ScalarEngine, asked)
    return asked if isinstance(asked, ScalarEngine) else ScalarEngine(asked)
