"""The scalar assignment's engine, asked through its own names: the adapter of this subject.

Each question crosses to the submission as one probe. What comes back is what the submission gave,
of whatever kind; judging it is up to the checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.asking.engine import Engine, Program
from autograder.asking.scalars import probes, probes_rules, probes_walk


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
        given = _pairs(program.inputs if inputs is None else inputs)
        return self.submission.run(probes.value, program.code(), given, program.output)

    def derivatives(self, program: Program, mode: str = "reverse") -> tuple[Any, Mapping[str, Any]]:
        """Give the value, and what `grad` (or `forward_grads`) has for each input."""
        probe = probes.reverse if mode == "reverse" else probes.forward
        value, found = self.submission.run(
            probe, program.code(), _pairs(program.inputs), program.output
        )
        return value, found

    def derivatives_with(
        self, program: Program, mode: str, factors: Mapping[str, Sequence[float]]
    ) -> tuple[Mapping[str, Any], int]:
        """Give the derivatives while what `grads` returns is multiplied by factors."""
        told = [[name, list(numbers)] for name, numbers in factors.items()]
        found, calls = self.submission.run(
            probes.lying, program.code(), _pairs(program.inputs), program.output, mode, told
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

    def operation_value(self, name: str, numbers: Sequence[float]) -> Any:
        """Give what the `func` of an operation class returns."""
        return self.submission.run(probes_rules.operation_value, name, list(numbers))

    def operation_partials(self, name: str, numbers: Sequence[float], value: float) -> Any:
        """Give what its `grads` returns, where the operation has that value."""
        return self.submission.run(probes_rules.operation_partials, name, list(numbers), value)

    def differences_in(self, name: str) -> list[str]:
        """Give what only numerical differentiation needs, where the code of `grads` has it."""
        found: list[str] = self.submission.run(probes_rules.differences_in, name)
        return found

    def step(
        self,
        name: str,
        operands: Sequence[Any],
        incoming: float,
        before: Sequence[float],
        declared: Sequence[float] | None,
    ) -> Sequence[Any]:
        """Give the operands' gradients after one `backward_pass`; see `probes.step`."""
        found: list[Any] = self.submission.run(
            probes.step, name, list(operands), incoming, list(before), declared
        )
        return found

    def declared_chain(self, mode: str, start: float, partials: Sequence[float]) -> Any:
        """Give the derivative through operations whose `grads` returns one of these numbers."""
        return self.submission.run(probes.declared_chain, mode, start, list(partials))

    def watch_values(self, program: Program) -> Mapping[str, Any]:
        """Give the value of every input and step."""
        found: dict[str, Any] = self.submission.run(
            probes_walk.watch_values, program.code(), _pairs(program.inputs)
        )
        return found

    def watch_forward(self, program: Program) -> Mapping[str, Mapping[str, Any]]:
        """Give the `forward_grads` of every input and step, by the inputs' names."""
        found: dict[str, dict[str, Any]] = self.submission.run(
            probes_walk.watch_forward, program.code(), _pairs(program.inputs)
        )
        return found

    def watch_backward(self, program: Program) -> tuple[Sequence[Any], Mapping[str, Any]]:
        """Give every `backward_pass` in order, and the gradients in the end."""
        calls, gradients = self.submission.run(
            probes_walk.watch_backward, program.code(), _pairs(program.inputs), program.output
        )
        return calls, gradients


def engine_of(asked: Any) -> ScalarEngine:
    """Give the engine that a check asks: a submission's own, unless it is an engine already."""
    return asked if isinstance(asked, ScalarEngine) else ScalarEngine(asked)


def _pairs(inputs: Mapping[str, float]) -> list[list[Any]]:
    return [[name, value] for name, value in inputs.items()]
