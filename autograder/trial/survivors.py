"""Which mutants no check notices: hundreds of small programs, graded in one process that lives on.

A mutant is asked the checks of its own question until the first one fails, without looking for the
smallest failing case. Between mutants the names of the one before are thrown away.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from autograder import assemble
from autograder.asking.checks import Check
from autograder.asking.sessions import Bind
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_checks
from autograder.build import answered_notebook
from autograder.errors import AssignmentError
from autograder.grading import assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import FULL_POINTS
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.process import Worker
from autograder.settings import limits_of
from autograder.trial.bank import processes
from autograder.trial.mutants import Mutant

#: A mutant may take this long for one cell and for one answer; the reference takes milliseconds.
SECONDS = 1.0

#: How many mutants are graded before progress is told.
CHUNK = 8

_FORGET = "for _ in [n for n in globals() if not n.startswith('__')]: del globals()[_]"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one mutant: the check that noticed it, or an empty string."""

    mutant: Mutant
    killer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all mutants.

    Parameters
    ----------
    verdicts : tuple of Verdict
    equivalent : dict
        Cell to mutant to the reason why it is no mistake, as the assignment lists them.
    """

    verdicts: tuple[Verdict, ...]
    equivalent: Mapping[str, Mapping[str, str]]

    @property
    def survivors(self) -> list[Mutant]:
        """The mutants that nothing noticed and that are not listed as equivalent."""
        alive = [v.mutant for v in self.verdicts if not v.killer]
        return [m for m in alive if m.what not in self.equivalent.get(m.cell, {})]

    @property
    def outdated(self) -> list[str]:
        """Entries of the list that are of no mutant, or of one that was noticed."""
        alive = {(v.mutant.cell, v.mutant.what) for v in self.verdicts if not v.killer}
        return [
            f"[{cell}] {what}"
            for cell, entries in self.equivalent.items()
            for what in entries
            if (cell, what) not in alive
        ]


def read_equivalent(assignment: Assignment) -> dict[str, dict[str, str]]:
    """Read the assignment's ``equivalent.toml``: a table for each cell, mutant = "reason".

    Raises
    ------
    AssignmentError
        If it is not in that form, or a reason is empty.
    """
    path = assignment.folder / "equivalent.toml"
    if not path.is_file():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(f"{path}: {error}.") from error
    for cell, entries in tables.items():
        if not isinstance(entries, dict) or not all(
            isinstance(reason, str) and reason for reason in entries.values()
        ):
            raise AssignmentError(f"{path}: [{cell}] needs lines of mutant = 'reason'.")
    if assignment.edition is not None:  # what it does not ask is not looked at
        asked = assignment.answers()
        tables = {cell: entries for cell, entries in tables.items() if cell in asked}
    return tables


def grade_mutants(
    assignment: Assignment,
    found: Sequence[Mutant],
    seed: int,
    *,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Outcome:
    """Grade mutants, several processes at a time.

    Parameters
    ----------
    assignment : Assignment
    found : sequence of Mutant
    seed : int
        Draws the cases.
    jobs : int
    progress : callable
        Called with how many are done, and of how many.

    Returns
    -------
    Outcome
    """
    equivalent = read_equivalent(assignment)
    verdicts: dict[Mutant, str] = {}
    chunks = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)]
    with processes(jobs) as pool:
        folder = assignment.address
        waiting = [pool.submit(_grade_chunk, folder, chunk, seed) for chunk in chunks]
        for future in as_completed(waiting):
            verdicts.update(future.result())
            progress(len(verdicts), len(found))
    return Outcome(tuple(Verdict(m, verdicts[m]) for m in found), equivalent)


def _grade_chunk(folder: str, chunk: Sequence[Mutant], seed: int) -> dict[Mutant, str]:
    bench = _bench(folder)
    return {mutant: bench.killer(mutant, seed) for mutant in chunk}


@cache
def _bench(folder: str) -> Bench:
    return Bench(load_assignment(folder))


class Bench:
    """One process that takes program after program.

    Parameters
    ----------
    assignment : Assignment
    """

    def __init__(self, assignment: Assignment) -> None:
        self._checks = assignment_checks(assignment)
        self._packages, self._limits = assignment.packages, limits_of(assignment.limits)
        notebook = json.dumps(answered_notebook(assignment)).encode()
        self._program = assemble.program(parse_notebook(notebook, "reference.ipynb"), assignment)
        self._worker: Worker | None = None

    def killer(self, mutant: Mutant, seed: int) -> str:
        """Give the first check that notices the mutant, or an empty string."""
        try:
            self._load(mutant)
        except SandboxError:
            return "the cell itself"
        results = run_checks(self._order(mutant), Submission(self), seed, explain=False)
        return next((found.id for found in results if found.verdict not in FULL_POINTS), "")

    def _order(self, mutant: Mutant) -> Iterator[Check]:
        """The checks of the mutant's question, those of its own graded cell first."""
        cell = mutant.cell.removesuffix("-answer")
        own = [check for check in self._checks if check.question == mutant.question]
        yield from sorted(own, key=lambda check: check.cell != cell)

    def _load(self, mutant: Mutant) -> None:
        worker = self._alive()
        worker.run_cell("forget", _FORGET)
        for name, source in self._program:
            worker.run_cell(name, mutant.source if name == mutant.cell else source)

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request; a mutant that ended its process gets no other."""
        assert self._worker is not None
        return self._worker.request(request, handle=handle)

    def _alive(self) -> Worker:
        if self._worker is None or not self._worker.alive:
            limits = replace(
                self._limits,
                cpu_seconds=3600,
                wall_seconds=3600,
                cell_seconds=SECONDS,
                query_seconds=SECONDS,
            )
            self._worker = Worker(limits, packages=self._packages)
            self._worker.start()
        return self._worker

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()
