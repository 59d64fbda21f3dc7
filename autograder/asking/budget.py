"""What one submission may use in all its processes together, and what it has used of that.

Every process has limits of its own; without a budget, a submission that is asked again and again
would use them as often. Time in which its code was ready to run and other programs had the
processor is not its own, so a busy machine costs nobody anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from autograder.language import say, say_many, template
from autograder.sandbox.errors import ITS_CODE, SandboxError


@dataclass(frozen=True, slots=True)
class Allowance:
    """What all processes of one submission may use together.

    Parameters
    ----------
    submission_seconds : float
        Time spent waiting for its code.
    submission_cpu_seconds : float
        Processor time of its code; that of starting Python is not counted.
    submission_starts : int
        How often a process is started for it.
    submission_deaths : int
        How many of these its code may end, or never give back.
    """

    submission_seconds: float = 60.0
    submission_cpu_seconds: float = 40.0
    submission_starts: int = 500
    submission_deaths: int = 40


class BudgetSpent(SandboxError):
    """The submission has used up what it may use in all, so it is asked nothing more."""


_ALL_SECONDS = template("used up the {seconds:g} s that it may take in all")


class Budget:
    """Counts what the processes of one submission use.

    Parameters
    ----------
    allowance : Allowance, optional

    Examples
    --------
    >>> budget = Budget(Allowance(submission_deaths=2))
    >>> budget.die(), budget.spent
    (None, '')
    >>> budget.die(), budget.spent
    (None, 'ended its process 2 times')
    """

    def __init__(self, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self.starts = 0
        self.deaths = 0
        #: For how long the last answer waited for a processor.
        self.delay = 0.0

    @property
    def left(self) -> float:
        """How many seconds the next answer may be waited for."""
        return max(0.0, self.allowance.submission_seconds - self.seconds)

    @property
    def spent(self) -> str:
        """What is used up, as the end of a sentence about the submission's code; or nothing."""
        may = self.allowance
        if self.seconds >= may.submission_seconds:
            return say(_ALL_SECONDS, seconds=may.submission_seconds)
        if self.cpu_seconds >= may.submission_cpu_seconds:
            return say(
                "used up the {seconds:g} s of processor time that it may take in all",
                seconds=may.submission_cpu_seconds,
            )
        if self.deaths >= may.submission_deaths:
            return say_many(
                "ended its process {count} time", "ended its process {count} times", self.deaths
            )
        if self.starts >= may.submission_starts:
            return say_many(
                "had to be started {count} times", "had to be started {count} times", self.starts
            )
        return ""

    def verify(self) -> None:
        """Raise `BudgetSpent` if nothing is left."""
        if self.spent:
            raise self.refusal()

    def refusal(self) -> BudgetSpent:
        """Give the error that says that nothing is left."""
        may = self.allowance.submission_seconds
        said = self.spent or say(_ALL_SECONDS, seconds=may)
        return BudgetSpent(
            say("{who} {said}, so this was not asked to its end.", who=say(ITS_CODE), said=said)
        )

    def start(self) -> None:
        """Count a process that is started."""
        self.verify()
        self.starts += 1

    def die(self) -> None:
        """Count a process that was lost."""
        self.deaths += 1

    @contextmanager
    def spending(
        self, waited_seconds: Callable[[], float], cpu_seconds: Callable[[], float]
    ) -> Iterator[None]:
        """Count what a process uses while it is waited for.

        Parameters
        ----------
        waited_seconds : callable
            Gives the seconds in which the process could have run and others did, until now or until
            its end.
        cpu_seconds : callable
            The same for the processor time that it took.

        Raises
        ------
        BudgetSpent
            If nothing is left.
        """
        self.verify()
        cpu, waited, started = cpu_seconds(), waited_seconds(), time.monotonic()
        try:
            yield
        finally:
            passed = time.monotonic() - started
            self.delay = max(0.0, waited_seconds() - waited)
            self.seconds += max(0.0, passed - self.delay)
            self.cpu_seconds += max(0.0, cpu_seconds() - cpu)

    def to_data(self) -> dict[str, Any]:
        """Give what was used beside what may be used, as a result states it."""
        used = {
            "submission_seconds": round(self.seconds, 3),
            "submission_cpu_seconds": round(self.cpu_seconds, 3),
            "submission_starts": self.starts,
            "submission_deaths": self.deaths,
        }
        return {"used": used, "allowed": asdict(self.allowance), "spent": self.spent}


def late_notes(late: Mapping[str, str]) -> list[str]:
    """Say which checks were not asked to their end, and why.

    Examples
    --------
    >>> late_notes({"test_a": "ended its process 2 times"})
    ['its code ended its process 2 times, so 1 checks were not asked to their end: test_a']
    """
    by_reason: dict[str, list[str]] = {}
    for check, spent in late.items():
        by_reason.setdefault(spent, []).append(check)
    return [
        say_many(
            "its code {spent}, so {count} checks were not asked to their end: {checks}",
            "its code {spent}, so {count} checks were not asked to their end: {checks}",
            len(checks),
            spent=spent,
            checks=", ".join(checks),
        )
        for spent, checks in by_reason.items()
    ]
