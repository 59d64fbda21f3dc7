"""Does the seed decide? The answers of the banks, graded again and again with other cases.

A seed draws the cases that a submission is asked. An answer that gets other points with another
one is graded by chance: what it does wrong, or unusually, has to be asked whatever the seed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed

from autograder.pack import Assignment
from autograder.trial.bank import answers_of, grade_loaded, processes
from autograder.trial.selftest import ProgressLine

#: For each answer, ``(kind, name)``: the points of each graded cell, seed by seed.
Points = Mapping[tuple[str, str], Sequence[Mapping[str, float]]]


def points_by_seed(
    assignment: Assignment,
    seeds: Sequence[int],
    *,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Points:
    """Grade every answer of the banks with each seed: the questions it changes, and the whole.

    Parameters
    ----------
    assignment : Assignment
    seeds : sequence of int
    jobs : int
        How many processes grade at the same time.
    progress : callable
        Called with how many answers are done, and of how many.

    Returns
    -------
    dict
        Answer to the points of its cells, a dictionary for each seed.
    """
    wanted = answers_of(assignment)
    found: dict[tuple[str, str], list[Mapping[str, float]]] = {}
    with processes(jobs) as pool:
        waiting = {
            pool.submit(_points, assignment.address, *key, tuple(seeds)): key for key in wanted
        }
        for future in as_completed(waiting):
            found[waiting[future]] = future.result()
            progress(len(found), len(wanted))
    return {key: found[key] for key in wanted}


def _points(address: str, kind: str, name: str, seeds: Sequence[int]) -> list[Mapping[str, float]]:
    told: list[Mapping[str, float]] = []
    for seed in seeds:
        points: dict[str, float] = {}
        for check in grade_loaded(address, kind, name, seed, everything=False).checks:
            points[check.cell] = points.get(check.cell, 0.0) + check.points
        told.append(points)
    return told


def unsteady(found: Points) -> list[str]:
    """Say which answers have other points with another seed, and where; empty if none has."""
    said = []
    for (kind, name), told in found.items():
        for cell in told[0]:
            worth = Counter(points[cell] for points in told)
            if len(worth) > 1:
                counts = ", ".join(f"{n:g} {times}x" for n, times in worth.most_common())
                said.append(f"{kind}/{name}: the points of {cell} depend on the seed ({counts})")
    return said


def command(assignment: Assignment, *, seed: int, seeds: int, jobs: int) -> int:
    """Grade the banks with so many seeds, print what came of it, and give the exit status."""
    with ProgressLine() as line:
        step = line.of("answers of the banks")
        found = points_by_seed(assignment, range(seed, seed + seeds), jobs=jobs, progress=step)
    said = unsteady(found)
    for problem in said:
        print(f"problem: {problem}", file=sys.stderr)
    changing = len({line.split(":")[0] for line in said})
    print(f"{changing} of {len(found)} answers change their points over {seeds} seeds.")
    return 1 if said else 0
