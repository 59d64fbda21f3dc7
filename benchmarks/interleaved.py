"""Times cases against each other in one process, in shuffled rounds, so that a slow moment slows
all of them alike.

The unit of record is CPU time. A case's figure is its median over the rounds; a ratio of two cases
is the median of the ratios within the rounds, which noise moves far less than it moves either time.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: rounds over all cases, and seconds of each case in each round."""

    rounds: int
    #: Long enough for a case to meet the garbage collections it causes.
    seconds: float
    #: Smaller workloads where a workload's size is not what it is about.
    quick: bool = False


QUICK = Effort(rounds=7, seconds=0.02, quick=True)
FULL = Effort(rounds=15, seconds=0.05)


class NotMeasured(Exception):
    """A workload could not be measured."""


class DifferentWork(NotMeasured):
    """Two cases do not compute the same numbers: timing them against each other means nothing."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds per call of each case, round by round."""

    seconds: dict[str, list[float]]

    def median(self, case: str) -> float:
        """Give the median seconds per call of a case."""
        return statistics.median(self.seconds[case])

    def ratio(self, case: str, base: str) -> float:
        """Give the median over the rounds of case / base."""
        return statistics.median(
            a / b for a, b in zip(self.seconds[case], self.seconds[base], strict=True)
        )

    def overhead_ratio(self, case: str, peer: str, base: str) -> float:
        """Give the median over the rounds of what `case` and `peer` each add to `base`."""
        rounds = zip(self.seconds[case], self.seconds[peer], self.seconds[base], strict=True)
        return statistics.median((a - c) / (b - c) for a, b, c in rounds)


def measure(
    cases: Mapping[str, Callable[[], Any]], effort: Effort = FULL, seed: int = 0
) -> Timings:
    """Run every case once per round, in an order shuffled anew each round.

    Parameters
    ----------
    cases : mapping of str to callable
        What to time.
    effort : Effort, optional
    seed : int, optional
        Of the shuffling.

    Returns
    -------
    Timings

    Examples
    --------
    >>> cases = {"short": lambda: sum(range(10)), "long": lambda: sum(range(10000))}
    >>> timings = measure(cases, QUICK)
    >>> timings.ratio("long", "short") > 1
    True
    """
    names = list(cases)
    shuffle = random.Random(seed).shuffle
    settle_allocator()
    gc.collect()
    gc.freeze()  # or every collection also walks all that was imported
    try:
        calls = {
            name: max(1, round(effort.seconds / max(seconds_per_call(cases[name], 1), 1e-7)))
            for name in names
        }
        seconds: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(effort.rounds):
            shuffle(names)
            for name in names:
                gc.collect()  # or this case pays for the cyclic garbage of the one before it
                seconds[name].append(seconds_per_call(cases[name], calls[name]))
    finally:
        gc.unfreeze()
    return Timings(seconds)


def settle_allocator() -> None:
    """Bring the C library's allocator to where a session that has freed a large array has it.

    Before, it hands the memory of every array of some 100 kB back to the system and asks for it
    again: the page faults then cost five times the arithmetic, in all cases alike.
    """
    np.empty(2**25 - 2**16, np.uint8)  # just below the largest size that it learns from


def seconds_per_call(case: Callable[[], object], calls: int) -> float:
    """Give the CPU seconds of one call, as the mean over several."""
    start = time.process_time()
    for _ in range(calls):
        case()
    return (time.process_time() - start) / calls


def numbers(result: Any) -> Iterator[np.ndarray]:
    """Give the arrays in nested lists, tuples and dicts of results, tensors of peers as well."""
    if isinstance(result, dict):
        result = [result[key] for key in sorted(result)]
    if isinstance(result, list | tuple):
        for part in result:
            yield from numbers(part)
    else:
        yield np.asarray(result, float).reshape(-1)


def require_equal(results: Mapping[str, Any], tolerance: float = 1e-9) -> None:
    """Compare what the cases returned, relative to the largest number of each array.

    Raises
    ------
    DifferentWork
        If one of them differs from the first by more than the tolerance.

    Examples
    --------
    >>> require_equal({"ours": [1.0, 2.0], "theirs": [1.0, 2.5]})
    ... # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    DifferentWork: ours and theirs differ by 0.5: not the same work
    """
    first, *others = results
    for name in others:
        for ours, theirs in zip(numbers(results[first]), numbers(results[name]), strict=True):
            if ours.shape != theirs.shape:
                raise DifferentWork(f"{first} gives {ours.size} numbers, {name} {theirs.size}")
            difference = np.max(np.abs(ours - theirs), initial=0.0)
            if not difference <= tolerance * max(1.0, np.max(np.abs(ours), initial=0.0)):
                raise DifferentWork(
                    f"{first} and {name} differ by {difference:.3g}: not the same work"
                )


def cpu_seconds_of(command: Iterable[str], **options: Any) -> float:
    """Run a command and give its CPU time, that of the processes it started and waited for too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(list(command), check=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
