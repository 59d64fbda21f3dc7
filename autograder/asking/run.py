"""What helpers know of the check that is running: its seed, and what its cases are drawn for.

A check takes a submission and nothing else, so that it reads like any pytest function. What the
one who runs it wants besides stands here, in one variable that is set for the length of a run.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far apart two correct ways of computing the same thing may be, relative to its size.

    Parameters
    ----------
    float64, float32 : float
        Where numbers are in double precision, and where one is in single or half. The cases drawn
        are conditioned well enough for the defaults.
    """

    float64: float = 1e-6
    float32: float = 2e-3


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one check.

    Parameters
    ----------
    seed : int
        Helpers draw their cases from it.
    explain : bool
        Whether a failing case is shrunk to the smallest one, which takes time.
    survey : bool
        Whether cases are drawn to be looked at: then a failing one does not end the search.
    drawings : iterator, optional
        Gives a key for each drawing of cases within the run: cases of one key, seed and strategy
        are drawn once in a process. Without it they are drawn anew.
    tolerances : Tolerances
        What the assignment says of how exact numbers must be.
    numbers : dict
        The numbers that are drawn for a student in the question that is asked.
    """

    seed: int = 0
    explain: bool = True
    survey: bool = False
    drawings: Iterator[Hashable] | None = None
    tolerances: Tolerances = Tolerances()
    numbers: Mapping[str, float] = field(default_factory=dict)

    def next_drawing(self) -> Hashable | None:
        """Give the key of the next drawing of cases, or None if there is none."""
        return None if self.drawings is None else next(self.drawings)


_current: ContextVar[Run] = ContextVar("autograder_run", default=Run())  # noqa: B039  it is frozen


def current_run() -> Run:
    """Give the run that is on; outside of any, one with seed 0 that explains."""
    return _current.get()


@contextmanager
def running(run: Run) -> Iterator[None]:
    """Make a run the current one."""
    token = _current.set(run)
    try:
        yield
    finally:
        _current.reset(token)
