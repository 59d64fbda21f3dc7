"""One of the programs that a compiled function keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adlearn.programs.captured import Outside
from adlearn.programs.tracing import Recording


@dataclass(slots=True)
class Version:
    """One program of a function.

    Attributes
    ----------
    recording, lean : Recording
        As it was written down, and simplified.
    run : callable
    why : str
        Why it was traced, though others were there.
    seconds : float
        What tracing and writing took.
    arguments : tuple
        An example of what it was called with.
    outside : Outside
        What it uses besides.
    calls : int
        How often it has run.
    agreed : bool
        Whether a second trace has written the same program down.
    """

    recording: Recording
    lean: Recording
    run: Any
    why: str
    seconds: float
    arguments: tuple[Any, dict[str, Any]]
    outside: Outside
    calls: int = 0
    agreed: bool = False

    @property
    def called(self) -> tuple[Any, ...]:
        """How it was called: with how many arguments by position, and which by name."""
        args, kwargs = self.arguments
        return (len(args), *kwargs)
