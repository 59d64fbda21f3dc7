"""An engine under test, as checks see it: make inputs, run a program, read derivatives by name.

What the classes of one assignment are called, and how a derivative is read off them, is known to an
adapter. Mostly it is declared: an `Adapter` is a few short texts, and a `DeclaredEngine` asks with
them. Where an assignment asks special things, its engine is written out beside the checks of that
subject (`autograder.asking.scalars.engine`). A check that talks to the protocol does not change
when another engine is put under it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from autograder.asking import probes
from autograder.asking.adapter import Adapter
from autograder.asking.comparing import Odd
from autograder.asking.messages import Sent

__all__ = ["Adapter", "Changes", "DeclaredEngine", "Engine", "Program"]


class Program(Protocol):
    """A computation as text, with the inputs it is asked at."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Input name to value, in order."""
        ...

    @property
    def output(self) -> str:
        """The name that holds the result."""
        ...

    @property
    def steps(self) -> Sequence[Any]:
        """The lines: each has a ``name``, an ``operation`` and ``operands``."""
        ...

    def code(self) -> str:
        """Give the computation as Python lines."""
        ...


#: Operation to what is done to its rule: what is sent to each operand is multiplied by factors, or
#: is what a function of ours says of ``(g, value, *operands, **keywords)``. Nothing, for None.
Changes = Mapping[str, "Sequence[float] | Callable[..., Any] | None"]


class Engine(Protocol):
    """What can be asked of any engine. Derivatives come as the engine has them, None for none."""

    def value(self, program: Program, inputs: Mapping[str, Any] | None = None) -> Any:
        """Give the value of a program, perhaps at other inputs."""
        ...

    def derivatives(self, program: Program, mode: str) -> tuple[Any, Mapping[str, Any]]:
        """Give the value of a program, and its derivative with respect to each input."""
        ...

    def derivatives_with(
        self, program: Program, mode: str, factors: Mapping[str, Sequence[float]]
    ) -> tuple[Mapping[str, Any], int]:
        """Give the derivatives while the named operations declare other local derivatives.

        Each operand's local derivative is multiplied by its factor. The second number says how
        often operations computed a value meanwhile, for which a chain rule has no need.
        """
        ...

    def derivatives_of(
        self, programs: Sequence[Program], orders: Sequence[Sequence[str]]
    ) -> Sequence[Mapping[str, Any]]:
        """Give the derivatives of several programs, their inputs made in the orders given."""
        ...

    def watch_values(self, program: Program) -> Mapping[str, Any]:
        """Give the value of every step, by name."""
        ...

    def watch_backward(self, program: Program) -> tuple[Sequence[Sent], Mapping[str, Any], bool]:
        """Give all that is sent on the way back, the gradients, and whether it could be watched."""
        ...


@dataclass(frozen=True)
class DeclaredEngine(Engine):
    """A submission's engine, asked by the texts of an adapter.

    Parameters
    ----------
    submission : Submission
    adapter : Adapter
    """

    submission: Any
    adapter: Adapter

    def value(self, program: Program, inputs: Mapping[str, Any] | None = None) -> Any:
        """Give the value of a program, perhaps at other inputs."""
        return received(self._ask(probes.value, program, inputs))

    def derivatives(
        self, program: Program, mode: str = "reverse", incoming: Any = None
    ) -> tuple[Any, Mapping[str, Any]]:
        """Give the value of a program, and its derivatives by name.

        Parameters
        ----------
        program : Program
        mode : str
            Declared engines know ``"reverse"``.
        incoming : array or number, optional
            What comes in at the output.

        Raises
        ------
        ValueError
            If another mode is asked for.
        """
        _only_reverse(mode)
        steps = [step.name for step in program.steps]
        value, found = self._ask(probes.derivatives, program, None, steps, parts(incoming))
        return received(value), {name: received(one) for name, one in found.items()}

    def derivatives_with(
        self, program: Program, mode: str, factors: Changes, incoming: Any = None
    ) -> tuple[Mapping[str, Any], int]:
        """Give the derivatives while rules say something else; see `Changes`."""
        _only_reverse(mode)
        self.adapter.needed("wrap", "to change a rule")
        _, found, _ = self._listened(program, factors, incoming)
        return found, 0

    def derivatives_of(
        self, programs: Sequence[Program], orders: Sequence[Sequence[str]], incoming: Any = None
    ) -> Sequence[Mapping[str, Any]]:
        """Give the derivatives of several programs, their inputs made in the orders given."""
        found = []
        for program, order in zip(programs, orders, strict=True):
            inputs = {name: program.inputs[name] for name in order}
            steps = [step.name for step in program.steps]
            _, gave = self._ask(probes.derivatives, program, inputs, steps, parts(incoming))
            found.append({name: received(one) for name, one in gave.items()})
        return found

    def derivatives_again(
        self, program: Program, incomings: Sequence[Any]
    ) -> Sequence[Mapping[str, Any]]:
        """Give the derivatives, found one time after the other over the same values."""
        told = [parts(one) for one in incomings]
        found = self._ask(probes.derivatives_again, program, None, told)
        return [{name: received(one) for name, one in gave.items()} for gave in found]

    def watch_values(self, program: Program) -> Mapping[str, Any]:
        """Give the value of every step, by name."""
        steps = [step.name for step in program.steps]
        found = self._ask(probes.values, program, None, steps)
        return {name: received(value) for name, value in found.items()}

    def watch_backward(
        self, program: Program, incoming: Any = None
    ) -> tuple[Sequence[Sent], Mapping[str, Any], bool]:
        """Give all that is sent on the way back, the gradients, and whether it could be watched.

        A function that is differentiated once for each input is run as often: of each message, what
        the first run says of it counts. What is sent before the submission raises is given, too.
        """
        used = self._rules_of(program)
        _, gradients, calls = self._listened(program, used, incoming, forgiving=True)
        operands = {step.name: step.operands for step in program.steps}
        sent = []
        for position, (run, name, place, had, each) in enumerate(calls):
            if name is None or each is None:
                continue
            placed = enumerate(each) if place is None else [(place, each[0])]
            for i, one in placed:
                parent = operands[name][i] if i < len(operands[name]) else None
                if isinstance(parent, str) and one is not None:
                    message = Sent(
                        position, name, parent, received(had), received(one), place=place
                    )
                    sent.append((run, message))
        runs = sorted({run for run, _ in sent})
        alone = [[one for own, one in sent if own == run] for run in runs]
        return _of_all_runs(alone), gradients, bool(calls)

    def broken_rule(self, program: Program, incoming: Any = None) -> tuple[str | None, Any] | None:
        """Give the step whose rule raises, and what came in there; None if none does."""
        used = self._rules_of(program)
        *_, calls = self._listened(program, used, incoming, forgiving=True)
        raised = [(name, received(had)) for _, name, _, had, each in calls if each is None]
        return raised[0] if raised else None

    def sent_by_rule(self, program: Program, incoming: Any) -> tuple[Any, Sequence[Any]]:
        """Give the value of a program of one step, and what its rule sends to each operand."""
        (step,) = program.steps
        self.adapter.needed("send", "to ask a rule apart")
        value, sent = self._ask(
            probes.sent_by_rule,
            program,
            None,
            list(step.operands),
            dict(getattr(step, "keywords", {})),
            parts(incoming),
            self.adapter.operation(step.operation),
        )
        return received(value), [received(one) for one in sent]

    def changed_arrays(self, program: Program, backward: bool) -> Sequence[str]:
        """Say which arrays are not what they were, after one operation and after its rule."""
        (step,) = program.steps
        self.adapter.needed("send", "to ask a rule apart")
        found: Sequence[str] = self._ask(
            probes.changed_arrays,
            program,
            None,
            list(step.operands),
            dict(getattr(step, "keywords", {})),
            parts(getattr(program, "incoming", None)) if backward else None,
            self.adapter.operation(step.operation),
        )
        return [name or self.adapter.incoming_name for name in found]

    def _rules_of(self, program: Program) -> dict[str, None]:
        """Give the operations to listen to: all, or none if one has no rule and so is not heard."""
        used = {step.operation: None for step in program.steps}
        return used if all(map(self.adapter.operations.get, used)) else {}

    def _listened(
        self, program: Program, changes: Changes, incoming: Any, forgiving: bool = False
    ) -> tuple[Any, Mapping[str, Any], Sequence[Any]]:
        steps = [
            [
                step.name,
                step.operation,
                list(step.operands),
                dict(getattr(step, "keywords", {})),
            ]
            for step in program.steps
        ]
        used = {step.operation for step in program.steps}
        told = [
            [name, self.adapter.operation(name), _change(change)]
            for name, change in changes.items()
            if name in used
        ]
        value, found, calls = self._ask(
            probes.derivatives_with, program, None, steps, parts(incoming), told, forgiving
        )
        return received(value), {name: received(one) for name, one in found.items()}, calls

    def _ask(
        self,
        probe: Callable[..., Any],
        program: Program,
        inputs: Mapping[str, Any] | None,
        *rest: Any,
    ) -> Any:
        given = self._given(program, inputs)
        return self.submission.run(
            probe,
            self.adapter.texts(),
            program.code(),
            given,
            program.output,
            *rest,
        )

    def _given(self, program: Program, inputs: Mapping[str, Any] | None = None) -> list[list[Any]]:
        """Give what a program is run on, as probes take it."""
        given = [[name, parts(value), "make"] for name, value in (inputs or program.inputs).items()]
        constants = getattr(program, "constants", {})
        if constants:
            self.adapter.needed("constant", "for programs with arrays that have no gradient")
        return [*given, *([name, parts(value), "constant"] for name, value in constants.items())]


def _only_reverse(mode: str) -> None:
    if mode != "reverse":
        raise ValueError(
            f"an engine that is declared by an Adapter cannot be asked in mode {mode!r}: its texts "
            'say how derivatives are found backward. Ask with mode="reverse".'
        )


def _change(change: Any) -> Any:
    return change if change is None or callable(change) else list(change)


def _of_all_runs(runs: Sequence[Sequence[Sent]]) -> list[Sent]:
    """Join what was sent in several runs of one program: of each message, what one run says."""
    taken: set[tuple[str | None, str | None]] = set()
    found = []
    for sent in runs:
        new = [one for one in sent if (one.sender, one.parent) not in taken]
        found += new
        taken.update((one.sender, one.parent) for one in new)
    return found


def parts(value: Any) -> list[Any] | None:
    """Give a value in the parts that cross: complex arrays do not as they are."""
    if value is None:
        return None
    if isinstance(value, (np.ndarray, complex)) and np.iscomplexobj(value):
        return [np.real(value), np.imag(value)]
    return [value]


def received(value: Any) -> Any:
    """Put together what a probe told of one value."""
    if not isinstance(value, dict):
        return value
    if "odd" in value:
        return Odd(value["odd"])
    return np.asarray(value["real"]) + 1j * np.asarray(value["imag"])
