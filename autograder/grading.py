"""Grading one submission: run its cells apart, ask the checks, explain the verdicts.

Nothing here trusts the submission. Points, questions and checks come from the assignment; the
submission's code runs in another process, which only ever sees inputs.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from autograder.asking.checks import Check
from autograder.cell_notes import stranger
from autograder.explaining.agreement import noted
from autograder.fitting import assignment_checks
from autograder.grader import Grader
from autograder.installing import release_note
from autograder.language import say, say_many, speaking, spoken
from autograder.language.collecting import of_pages
from autograder.language.tables import carried
from autograder.notebook import Notebook
from autograder.pack import Assignment
from autograder.recognize import open_answers, without_prompt
from autograder.report import MAX_RESULT, OpenAnswer, Report, total, versions
from autograder.variants.claims import of_others

__all__ = ["Grader", "assignment_checks", "grade_notebook", "new_seed"]

#: How many notes a report has, and how long one is.
MAX_NOTES, MAX_NOTE = 100, 600

#: Longest answer in words that a result holds, in characters.
MAX_ANSWER = 20_000


def new_seed() -> int:
    """Draw the seed of a run; it is recorded, so that the run can be repeated."""
    return secrets.randbelow(2**31)


def grade_notebook(
    notebook: Notebook,
    assignment: Assignment,
    *,
    checks: Sequence[Check] | None = None,
    seed: int | None = None,
    begin: Callable[[Check], None] = lambda check: None,
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
    begin : callable
        Hears of each check before it is asked.

    Returns
    -------
    Report

    Raises
    ------
    SubmissionError
        If nothing in the notebook is the assignment's.
    """
    with speaking(assignment.speech):
        return _graded(notebook, assignment, checks, seed, begin)


def _graded(
    notebook: Notebook,
    assignment: Assignment,
    checks: Sequence[Check] | None,
    seed: int | None,
    begin: Callable[[Check], None],
) -> Report:
    started = time.perf_counter()
    checks = assignment_checks(assignment) if checks is None else checks
    seed = new_seed() if seed is None else seed
    grader = Grader(notebook, assignment, seed)
    if not grader.recognized:
        raise stranger(notebook, assignment)
    try:
        results = grader.run(checks, begin)
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
        notes=capped([*release_note(notebook), *grader.notes()]),
        private=capped([*grader.private(), *of_others(notebook, assignment)]),
        budget={**grader.budget.to_data(), "late": grader.late},
        **named(assignment),
        hidden_inputs=assignment.hidden_inputs,
        by_hand={
            question: total(assignment.open[cell] for cell in cells)
            for question, cells in assignment.open_of.items()
        },
        open_answers=_open_answers(notebook, assignment),
        student=assignment.student,
        numbers={name: dict(numbers) for name, numbers in assignment.values.items()},
    )
    return _fitting(noted(report, assignment))


def _open_answers(notebook: Notebook, assignment: Assignment) -> tuple[OpenAnswer, ...]:
    """Give what a person has to read, each with its rubric: a result is read by itself."""
    found = []
    for cell, written in open_answers(notebook, assignment).items():
        template, rubric = assignment.by_id[cell], assignment.rubric_of(cell)
        text = without_prompt(template.released, written)
        if len(text) > MAX_ANSWER:
            text = text[: MAX_ANSWER - 1] + "…"
        items, shown = (rubric.items, rubric.show) if rubric else ((), False)
        answer = OpenAnswer(cell, template.question, assignment.open[cell], text, items, shown)
        found.append(answer)
    return tuple(found)


def named(assignment: Assignment) -> dict[str, Any]:
    """Give the fields of a report that name an assignment and its questions, as students do."""
    return {
        "questions": {name: say(title) for name, title in assignment.questions.items()},
        "title": say(assignment.title),
        "language": spoken().code,
        "sentences": carried(spoken(), of_pages()) if spoken().own else {},
    }


def capped(notes: Sequence[str]) -> tuple[str, ...]:
    """Give as many notes as somebody reads, none of them longer than anybody reads."""
    told = [note if len(note) <= MAX_NOTE else note[: MAX_NOTE - 1] + "…" for note in notes]
    more = len(told) - MAX_NOTES
    if more <= 0:
        return tuple(told)
    last = say_many("and {count} more like these", "and {count} more like these", more)
    return (*told[:MAX_NOTES], last)


def _fitting(report: Report) -> Report:
    """Give a report that is not too long: without what was withheld, then without long cases."""
    lighter = (
        lambda check: check,
        lambda check: replace(check, withheld=None),
        lambda check: replace(check, withheld=None, counterexample=None),
    )
    for take in lighter:
        found = replace(report, checks=tuple(map(take, report.checks)))
        if len(json.dumps(found.to_dict())) <= MAX_RESULT:
            break
    return found
