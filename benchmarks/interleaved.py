"""Times cases against each other in one process, in shuffled rounds, so that a slow moment slows
all of them alike.

The unit of record is CPU time. A case's figure is its median over the rounds; a ratio of two cases
is the median of the ratios within the rounds, which noise moves far less than it moves either time.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: Long enough for a case to meet the garbage collections it causes.
BATCH_SECONDS = 0.05


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


def measure(cases: Mapping[str, Callable[[], object]], rounds: int = 15, seed: int = 0) -> Timings:
    """Run every case once per round, in an order shuffled anew each round.

    Parameters
    ----------
    cases : mapping of str to callable
        What to time.
    rounds : int, optional
    seed : int, optional
        Of the shuffling.

    Returns
    -------
    Timings

    Examples
    --------
    >>> cases = {"short": lambda: sum(range(10)), "long": lambda: sum(range(10000))}
    >>> timings = measure(cases, rounds=3)
    >>> timings.ratio("long", "short") > 1
    True
    """
    names = list(cases)
    shuffle = random.Random(seed).shuffle
    gc.collect()
    gc.freeze()  # or every collection also walks all that was imported
    try:
        calls = {
            name: max(1, round(BATCH_SECONDS / max(seconds_per_call(cases[name], 1), 1e-7)))
            for name in names
        }
        seconds: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(rounds):
            shuffle(names)
            for name in names:
                gc.collect()  # or this case pays for the cyclic garbage of the one before it
                seconds[name].append(seconds_per_call(cases[name], calls[name]))
    finally:
        gc.unfreeze()
    return Timings(seconds)


def seconds_per_call(case: Callable[[], object], calls: int) -> float:
    """Give the CPU seconds of one call, as the mean over several."""
    start = time.process_time()
    for _ in range(calls):
        case()
    return (time.process_time() - start) / calls


def require_equal(results: Mapping[str, Sequence[float]], tolerance: float = 1e-9) -> None:
    """Stop if two cases do not compute the same numbers: timing different work means nothing."""
    names = list(results)
    for name in names[1:]:
        for ours, theirs in zip(results[names[0]], results[name], strict=True):
            if abs(ours - theirs) > tolerance * max(1.0, abs(ours)):
                raise AssertionError(
                    f"{names[0]} computes {ours}, {name} computes {theirs}: not the same work"
                )


def require_bounds(bounds: Sequence[tuple[str, float, float]]) -> int:
    """Print what misses its bound, as (what, measured, bound); give the exit status."""
    missed = [
        f"{what} is {measured:.3g}, above its bound of {bound:g}."
        for what, measured, bound in bounds
        if measured > bound
    ]
    print("\n".join(missed) if missed else "All bounds are kept.")
    return 1 if missed else 0
