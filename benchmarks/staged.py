"""Cases that run a function as a program made of it before: ours, and those of peers. A program
that cannot be made, or does not run, has that in its place in the table."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import adlearn as ad
from adlearn.programs.running import Miss

Case = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a case has no figure: a word for the table, and a sentence."""

    word: str
    reason: str


@dataclass(slots=True)
class Staged:
    """A case of a program.

    Attributes
    ----------
    f : callable
        What is written down.
    call : callable
        Takes the program, and runs the workload with it.
    make : callable
        Makes the program of the function.
    """

    f: Callable[..., Any]
    call: Callable[[Any], Any]
    make: Callable[[Any], Any] = ad.compile
    program: Any = field(init=False)

    def __post_init__(self) -> None:
        self.program = self.make(self.f)

    def case(self) -> Case:
        """Give the workload as a call without detours: the smallest take some microseconds."""
        return functools.partial(self.call, self.program)

    def first_answer(self) -> float:
        """Give the CPU seconds until a new program has answered for the first time."""
        start = time.process_time()
        self.call(self.make(self.f))
        return time.process_time() - start

    def failure(self) -> Failure | None:
        """Run twice: the second time, nothing may be left to write down."""
        try:
            self.call(self.program)
            before = made_and_not_used(self.program)
            answer = self.call(self.program)
        except Exception as error:
            return Failure("failed", f"{type(error).__name__}: {first_line(str(error))}")
        if (refusal := getattr(self.program, "refusal", None)) is not None:
            return Failure("refused", first_line(refusal))
        why = "; ".join(why for why in getattr(self.program, "missed", {}) if why)
        if isinstance(answer, Miss):
            return Failure("not run", answer.why)
        if made_and_not_used(self.program) != before:
            return Failure("not run", why or "it calls the function as it is")
        return None


def made_and_not_used(program: Any) -> tuple[int, int]:
    """Count the programs written down, and the calls that ran the function as it is."""
    return len(getattr(program, "versions", ())), getattr(program, "as_it_is", 0)


def first_line(text: str) -> str:
    return text.split("\n", 1)[0]


def runnable(cases: Mapping[str, Case | Staged]) -> tuple[dict[str, Case], dict[str, Failure]]:
    """Part the cases into those that can be timed, and why others cannot."""
    fit: dict[str, Case] = {}
    failures: dict[str, Failure] = {}
    for name, case in cases.items():
        if not isinstance(case, Staged):
            fit[name] = case
        elif (failure := case.failure()) is not None:
            failures[name] = failure
        else:
            fit[name] = case.case()
    return fit, failures


def calls_until_paid(first: float, each: float, without: float) -> float:
    """Give after how many calls a program has taken less time than the function without it.

    Parameters
    ----------
    first : float
        Seconds of the first call, which makes the program.
    each : float
        Seconds of each later call.
    without : float
        Seconds of each call of the function as it is.

    Returns
    -------
    float
        Infinite if it is never.

    Examples
    --------
    >>> calls_until_paid(first=10.0, each=1.0, without=2.0)
    9
    >>> calls_until_paid(first=10.0, each=2.0, without=2.0)
    inf
    """
    if first <= without:
        return 1
    return math.ceil((first - each) / (without - each)) if each < without else math.inf
