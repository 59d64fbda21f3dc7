"""Grading one submission: run its cells apart, ask the checks, explain the verdicts.

Nothing here trusts the submission. Points, questions and checks come from the assignment; the
submission's code runs in another process, which only ever sees inputs.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder import assemble
from autograder.asking.checks import Check, load_checks, verify_points
from autograder.asking.sessions import WorkerSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check, unwritten
from autograder.build import outlines
from autograder.explaining.agreement import noted
from autograder.explaining.diagnose import SECONDS, diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import as_data, load_misconceptions
from autograder.installing import release_note
from autograder.mistakes.outline import Cells, Outline
from autograder.mistakes.submitted import submitted
from autograder.notebook import Notebook
from autograder.pack import Assignment
from autograder.parts import verify_parts
from autograder.report import FULL_POINTS, CheckResult, Others, Report, total, versions
from autograder.settings import limits_of, tolerances_of

#: What becomes of the student's own cells where reference answers stand in for other questions.
OWN_AMONG_REFERENCES: tuple[assemble.Own, ...] = ("tidy", "all")

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
    checks = load_checks(
        assignment.check_sources(), assignment.by_id, tolerances_of(assignment.tolerances)
    )
    verify_points(checks, assignment.points)
    for cell in assignment.cells:
        verify_parts(cell)
    limits_of(assignment.limits)
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

    Raises
    ------
    SubmissionError
        If nothing in the notebook is the assignment's.
    """
    started = time.perf_counter()
    checks = assignment_checks(assignment) if checks is None else checks
    seed = new_seed() if seed is None else seed
    grader = Grader(notebook, assignment, seed)
    if not grader.recognized:
        raise assemble.stranger(notebook, assignment)
    try:
        results = grader.run(checks)
    finally:
        grader.close_all()
    report = Report(
        assignment=assignment.name,
        submission=str(notebook.path),
        sha256=notebook.sha256,
        checks=tuple(results),
        isolation=grader.isolation,
        versions=versions(),
        seed=seed,
        seconds=round(time.perf_counter() - started, 3),
        notes=tuple(release_note(notebook) + grader.notes()),
        questions=dict(assignment.questions),
        title=assignment.title,
        hidden_inputs=assignment.hidden_inputs,
        by_hand={
            question: total(assignment.open[cell] for cell in cells)
            for question, cells in assignment.open_of.items()
        },
    )
    return noted(report, assignment)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to put a submission's program together: what `CheckResult.others` calls it."""

    others: Others
    program: assemble.Program


class Grader:
    """Runs checks on one submission: as it stands and, where that fails, in other programs.

    First with the student's own cells kept in their place, then without any, then among reference
    answers; the best verdict counts.

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
        self._limits = limits_of(assignment.limits)
        self._sessions: dict[assemble.Program, WorkerSession] = {}
        self._cells = assemble.arranged(notebook, assignment)
        self._submitted = Variant("submitted", assemble.assembled(self._cells))
        self._untouched = assemble.untouched(self._cells)
        self._timed_out: dict[tuple[str, assemble.Program], CheckResult] = {}
        self._endless: set[tuple[str, str]] = set()
        self._checks: Sequence[Check] | None = None
        self._named: dict[tuple[str, assemble.Program], dict[str, str]] = {}
        self._ladders: dict[tuple[str, bool], list[Variant]] = {}
        #: How the submission was kept apart.
        self.isolation: dict[str, Any] = {}
        self._cell_errors: dict[str, str] = {}
        self._cell_notes: dict[str, tuple[str, ...]] = {}
        self._unfinished: dict[str, str] = {}

    @property
    def recognized(self) -> bool:
        """Whether anything in the notebook is the assignment's."""
        return self._cells.recognized

    def run(self, checks: Sequence[Check]) -> list[CheckResult]:
        """Run checks and give the best verdict of each, in their order."""
        self._checks = checks
        results = []
        for check in checks:
            needed = {self._submitted.program}
            if (check.question, check.whole) in self._ladders:
                needed |= {one.program for one in self._ladder(check)}
            for program in self._sessions.keys() - needed:
                self._close(program)
            results.append(self.grade_check(check))
        return results

    def _ladder(self, check: Check) -> list[Variant]:
        """Give the programs that a check may be asked in, each once."""
        key = check.question, check.whole
        if key not in self._ladders:
            programs: list[tuple[Others, assemble.Program]] = [
                ("submitted", self._submitted.program),
                ("tidy", assemble.assembled(self._cells, own="tidy", until=check.question)),
                ("bare", assemble.assembled(self._cells, own="bare")),
            ]
            if not check.whole:
                programs += [
                    (
                        "reference",
                        assemble.assembled(self._cells, check.question, own, check.question),
                    )
                    for own in OWN_AMONG_REFERENCES
                ]
            found: dict[assemble.Program, Variant] = {}
            for others, program in programs:
                found.setdefault(program, Variant(others, program))
            self._ladders[key] = list(found.values())
        return self._ladders[key]

    def grade_check(self, check: Check) -> CheckResult:
        """Run one check as submitted and, if it fails, in the other programs; name the mistake.

        Once the submission as it stands has run into a time limit, the reference answers come
        first: otherwise an endless loop in one operation would be waited for in every check that
        uses it. A program without own cells would only wait for the same loop.
        """
        waits = sum(program == self._submitted.program for _, program in self._timed_out)
        looping = waits > 0 and not check.whole
        begun = check.question not in self._untouched
        ladder = self._ladder(check) if begun or looping else [self._submitted]
        if looping:
            among = [one for one in ladder if one.others == "reference"]
            asked = not among or (begun and waits < MAX_WAITS)
            ladder = among + [self._submitted] * asked
        # What is said of a check that fails is what shows the mistake by itself.
        telling = next((one for one in ladder if one.others == "reference"), self._submitted)
        told = late = None
        for variant in ladder:
            if late and variant.others in ("tidy", "bare"):
                continue
            result = self._run(check, variant, explain=variant == telling)
            if result.verdict in FULL_POINTS:
                return result
            late = late or result.verdict == "timeout"
            told = result if variant == telling else told
        assert told is not None
        if check.question in self._untouched:
            return unwritten(told)
        if "unfinished" in (told.diagnosis or {}):
            self._unfinished[check.id] = (told.diagnosis or {})["unfinished"]
        named = self._with_name(check, told, telling)
        return replace(named, remarks=tuple(self.remarks(check)))

    def _with_name(self, check: Check, result: CheckResult, variant: Variant) -> CheckResult:
        """Add the one misconception that explains every answer of the check's cell, if any does.

        What is wrong with a notebook as a whole may be in any answer, so that gets no name.
        """
        unwritten = (result.diagnosis or {}).get("kind") == "unwritten"
        if not self._names or check.whole or result.verdict != "failed" or unwritten:
            return result
        if (result.diagnosis or {}).get("mistake") == "handing-over":
            return result  # the line that is missing says more than what comes of it
        if self._assignment.answer_of(check.cell) in self._session(variant.program).cell_errors:
            return result  # it did not run, so it is not what it does that is wrong
        key = check.cell, variant.program
        if key not in self._named:
            self._named[key] = self._diagnosed(check, variant)
        if not self._named[key]:
            return result
        return replace(result, diagnosis={**(result.diagnosis or {"kind": ""}), **self._named[key]})

    def _diagnosed(self, check: Check, variant: Variant) -> dict[str, str]:
        if self._checks is None:
            self._checks = assignment_checks(self._assignment)
        every = [one for one in self._checks if one.question == check.question]
        own = [one for one in every if one.cell == check.cell]
        interview = Interview(
            self._session(variant.program), own, every, self._seed, time.monotonic() + SECONDS
        )
        found = diagnose(self._assignment, check.question, interview)
        return {} if found is None else dict(as_data(found))

    def _run(self, check: Check, variant: Variant, explain: bool) -> CheckResult:
        """Run a check in one of the programs; a loop that is known is not waited for as long."""
        waited = self._timed_out.get((check.cell, variant.program))
        session = self._session(variant.program)
        session.hurried = waited is not None

        def run() -> CheckResult:
            smallest = explain and self._smallest
            beside = lambda: self._beside(session)  # noqa: E731
            return run_check(check, Submission(session), self._seed, smallest, beside)

        result = run()
        while result.verdict not in FULL_POINTS and session.make_room():
            result = run()
        self.isolation = session.isolation or self.isolation
        result = replace(result, others=variant.others)
        if result.verdict == "timeout":
            if waited is not None:
                result = replace(result, message="Stopped sooner this time: " + result.message)
            self._timed_out.setdefault((check.cell, variant.program), result)
        return result

    def _beside(self, session: WorkerSession) -> Cells:
        """Put the submission's cells, and what stopped them, beside the assignment's."""
        cells = [(piece.name, piece.source) for piece in self._cells.pieces]
        return submitted(self._outlines, cells, {**self._cell_errors, **session.cell_errors})

    def _session(self, program: assemble.Program) -> WorkerSession:
        if program not in self._sessions:
            self._sessions[program] = WorkerSession(
                program.cells,
                self._limits,
                self._assignment.packages,
                self._endless,
                program.own,
                program.kept,
                program.reference,
            )
        return self._sessions[program]

    def notes(self) -> list[str]:
        """Say what an instructor should know of the submission's cells, and of their run."""
        return (
            assemble.notes(self._cells)
            + [f"cell {name} did not run: {text}" for name, text in self._cell_errors.items()]
            + [f"cell {name}, {text}" for name, said in self._cell_notes.items() for text in said]
            + [
                f"{check} was refused, and looking for more to say of it failed, which is no fault "
                f"of the submission: {error.partition('(')[0]}"
                for check, error in self._unfinished.items()
            ]
        )

    def remarks(self, check: Check) -> list[str]:
        """Say what the student should know of the cells that a failing check depends on."""
        session = self._sessions.get(self._submitted.program)
        errors = {**self._cell_errors, **(session.cell_errors if session is not None else {})}
        notes = {**self._cell_notes, **(session.cell_notes if session is not None else {})}
        question = None if check.whole else check.question
        return assemble.remarks(self._cells, question, errors, notes)

    def close_all(self) -> None:
        """End all processes."""
        for program in list(self._sessions):
            self._close(program)

    def _close(self, program: assemble.Program) -> None:
        session = self._sessions.pop(program)
        if program == self._submitted.program:
            self._cell_errors.update(session.cell_errors)
            self._cell_notes.update(session.cell_notes)
        session.close()
