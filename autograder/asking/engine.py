"""An engine under test, as checks see it: make inputs, run a program, read derivatives by name.

What the classes of one assignment are called, and how a derivative is read off them, is known to an
adapter beside the checks of that subject (`autograder.asking.scalars.engine`). A check that talks
to this protocol does not change when another engine is put under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


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

    def code(self) -> str:
        """Give the computation as Python lines."""
        ...


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
