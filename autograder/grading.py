"""Grading one submission: run its cells apart, ask the checks, explain the verdicts.

Nothing here trusts the submission. Points, questions and checks come from the assignment; the
submission's code runs in another process, which only ever sees inputs.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder import assemble
from autograder.asking.checks import Check, load_checks, verify_points
from autograder.asking.submission import Submission, WorkerSession
from autograder.asking.verdicts import run_check, unwritten
from autograder.build import outlines
from autograder.explaining.diagnose import SECONDS, diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import as_data, load_misconceptions
from autograder.installing import release_note
from autograder.mistakes.outline import Cells, Outline
from autograder.mistakes.submitted import submitted
from autograder.notebook import Notebook
from autograder.pack import Assignment
from autograder.report import FULL_POINTS, CheckResult, Report, versions
from autograder.sandbox.process import Limits

#: How often one submission, as it stands, may run into a time limit before it is only asked among
#: reference answers.
MAX_WAITS = 3


def assignment_checks(assignment: Assignment) -> list[Check]:
    """Load an assignment's checks, public and hidden, and see that all its files fit together.

    Raises
    ------
    AssignmentError
        If they do not load or do not fit the notebook.
    """
    checks = load_checks(assignment.check_sources(), assignment.by_id)
    verify_points(checks, assignment.points)
    load_misconceptions(assignment)
    return checks


def new_seed() -> int:
    """Draw the seed of a run; it is recorded, so that the run can be repeated."""
    return secrets.randbelow(2**31)


def grade_notebook(
    notebook: Notebook,
    assignment: Assignment,
    *,
    checks: Sequence[Check] | None = None,
    seed: int | None = None,
) -> Report:
    """Grade one submission.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment
    checks : sequence of Check, optional
        Already loaded checks; a batch loads them once. May be a part of the assignment's.
    seed : int, optional
        The same seed draws the same cases; by default a new one.

    Returns
    -------
    Report
    """
    started = time.perf_counter()
    checks = assignment_checks(assignment) if checks is None else checks
    seed = new_seed() if seed is None else seed
    grader = Grader(notebook, assignment, seed)
    try:
        results = grader.run(checks)
    finally:
        grader.close_all()
    return Report(
        assignment=assignment.name,
        submission=str(notebook.path),
        sha256=notebook.sha256,
        checks=tuple(results),
        isolation=grader.isolation,
        versions=versions(),
        seed=seed,
        seconds=round(time.perf_counter() - started, 3),
        notes=tuple(
            release_note(notebook) + assemble.notes(notebook, assignment) + grader.cell_notes()
        ),
        questions=dict(assignment.questions),
        title=assignment.title,
        hidden_inputs=assignment.hidden_inputs,
    )


class Grader:
    """Runs checks on one submission: as submitted, and among reference answers where that fails.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment
    seed : int
    smallest : bool
        Whether to look for the smallest failing case. The verdicts are the same without.
    names : bool
        Whether to name the misconception that explains every answer, if there is one.
    """

    def __init__(
        self,
        notebook: Notebook,
        assignment: Assignment,
        seed: int,
        *,
        smallest: bool = True,
        names: bool = True,
    ) -> None:
        self._smallest = smallest
        self._outlines = {
            name: Outline(name, *fields) for name, fields in outlines(assignment).items()
        }
        self._names = names
        self._notebook = notebook
        self._assignment = assignment
        self._seed = seed
        self._limits = replace(Limits(), **dict(assignment.limits))
        self._sessions: dict[str | None, WorkerSession] = {}
        self._untouched = assemble.untouched(notebook, assignment)
        self._timed_out: dict[tuple[str, str | None], CheckResult] = {}
        self._endless: set[tuple[str, str]] = set()
        self._checks: Sequence[Check] | None = None
        self._named: dict[tuple[str, str | None], dict[str, str]] = {}
        #: How the submission was kept apart.
        self.isolation: dict[str, Any] = {}
        self._cell_errors: dict[str, str] = {}

    def run(self, checks: Sequence[Check]) -> list[CheckResult]:
        """Run checks and give the better verdict of each, in their order."""
        self._checks = checks
        results = []
        for check in checks:
            for question in self._sessions.keys() - {None, check.question}:
                self._close(question)
            results.append(self.grade_check(check))
        return results

    def grade_check(self, check: Check) -> CheckResult:
        """Run one check as submitted and, if it fails, among reference answers; name the mistake.

        Once the submission as it stands has run into a time limit, the reference answers come
        first: otherwise an endless loop in one operation would be waited for in every check that
        uses it.
        """
        waits = sum(question is None for _, question in self._timed_out)
        looping = waits > 0
        first, second = (check.question, None) if looping else (None, check.question)
        result = self._run(check, first, explain=looping)
        if result.verdict in FULL_POINTS:
            return result
        if check.question in self._untouched:
            return unwritten(result)
        if waits >= MAX_WAITS:
            return result
        other = self._run(check, second, explain=not looping)
        if other.points > result.points:
            return other
        return self._with_name(check, result if looping else other)

    def _with_name(self, check: Check, result: CheckResult) -> CheckResult:
        """Add the one misconception that explains every answer of the check's cell, if any does."""
        unwritten = (result.diagnosis or {}).get("kind") == "unwritten"
        if not self._names or result.verdict != "failed" or unwritten:
            return result
        key = check.cell, check.question if result.others == "reference" else None
        if key not in self._named:
            self._named[key] = self._diagnosed(check, key[1])
        if not self._named[key]:
            return result
        return replace(result, diagnosis={**(result.diagnosis or {"kind": ""}), **self._named[key]})

    def _diagnosed(self, check: Check, question: str | None) -> dict[str, str]:
        if self._checks is None:
            self._checks = assignment_checks(self._assignment)
        every = [one for one in self._checks if one.question == check.question]
        own = [one for one in every if one.cell == check.cell]
        interview = Interview(
            self._session(question), own, every, self._seed, time.monotonic() + SECONDS
        )
        found = diagnose(self._assignment, check.question, interview)
        return {} if found is None else dict(as_data(found))

    def _run(self, check: Check, question: str | None, explain: bool) -> CheckResult:
        """Run a check in one of the two programs, unless it would only wait for the same loop."""
        waited = self._timed_out.get((check.cell, question))
        if waited is not None:
            return replace(
                waited,
                id=check.id,
                title=check.title,
                hidden=check.hidden,
                possible=check.points,
                message="Not run again: " + waited.message,
            )
        session = self._session(question)
        result = run_check(
            check,
            Submission(session),
            self._seed,
            explain and self._smallest,
            lambda: self._beside(session),
        )
        self.isolation = session.isolation or self.isolation
        result = replace(result, others="submitted" if question is None else "reference")
        if result.verdict == "timeout":
            self._timed_out[check.cell, question] = result
        return result

    def _beside(self, session: WorkerSession) -> Cells:
        """Put the submission's cells, and what stopped them, beside the assignment's."""
        cells = [(c.id or f"number {c.number}", c.source) for c in self._notebook.cells]
        return submitted(self._outlines, cells, {**self._cell_errors, **session.cell_errors})

    def _session(self, question: str | None) -> WorkerSession:
        if question not in self._sessions:
            cells = assemble.program(self._notebook, self._assignment, question)
            self._sessions[question] = WorkerSession(
                cells, self._limits, self._assignment.packages, self._endless
            )
        return self._sessions[question]

    def cell_notes(self) -> list[str]:
        """Say which cells of the submission, as it stands, did not run to their end."""
        return [f"cell {name} did not run: {text}" for name, text in self._cell_errors.items()]

    def close_all(self) -> None:
        """End all processes."""
        for question in list(self._sessions):
            self._close(question)

    def _close(self, question: str | None) -> None:
        session = self._sessions.pop(question)
        if question is None:
            self._cell_errors.update(session.cell_errors)
        session.close()
