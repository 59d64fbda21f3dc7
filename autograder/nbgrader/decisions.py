"""Decisions written beside results, as points and comments in nbgrader's gradebook.

There they are what a person would have given in the formgrader, and stay when a submission is
graded again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from autograder import names
from autograder.classroom.decisions import FILE
from autograder.classroom.grades import Grade, grades_of
from autograder.errors import UsageError
from autograder.feedback.decided import given_by_a_person
from autograder.nbgrader.handed_in import OWN_FOLDER
from autograder.nbgrader.repair import harmless
from autograder.report import Decision, Report

#: What a comment of ours begins with: one that a person wrote is left alone.
_OURS = "By hand: "


def enter_decisions(course: Path, assignment: str) -> tuple[list[str], list[str]]:
    """Enter what was decided about an assignment into a course's gradebook.

    Parameters
    ----------
    course : Path
    assignment : str
        What nbgrader calls it.

    Returns
    -------
    said : list of str
        A line for each decision that was entered.
    problems : list of str
        A line for each that was not, or only in part.

    Raises
    ------
    UsageError
        If there is no gradebook, or nothing was decided.
    """
    results = course / OWN_FOLDER / "results" / names.stem(assignment)
    folders = sorted(path.parent for path in results.glob(f"*/{FILE}"))
    book = course / "gradebook.db"
    if not book.is_file():
        raise UsageError(f"{book}: there is no gradebook. Grade first: nbgrader autograde.")
    if not folders:
        raise UsageError(
            f"{results}: nothing was decided about {assignment}. Decide first: autograder decide "
            f"{results / '*'} ada q3 --points 2 --reason ..."
        )
    said: list[str] = []
    problems: list[str] = []
    with Gradebook(f"sqlite:///{book}") as gradebook:
        students = {names.stem(student.id): student.id for student in gradebook.students}
        for folder in folders:
            before = _answers(course / "source" / assignment, folder.name)
            for grade in grades_of(folder):
                problems += filter(None, [grade.note])
                where = (folder.name, assignment, students.get(grade.name, grade.name))
                for decision in grade.report.decisions if grade.report else ():
                    try:
                        said += _enter(gradebook, where, grade, decision, before, problems)
                    except MissingEntry as error:
                        problems.append(f"{grade.name}: {decision.cell}: not entered: {error}")
        gradebook.db.commit()
    return said, problems


def _enter(
    gradebook: Any,
    where: tuple[str, str, str],
    grade: Grade,
    decision: Decision,
    before: dict[str, str],
    problems: list[str],
) -> Iterator[str]:
    assert grade.report is not None
    cell = _cell(grade.report, decision)
    entry = gradebook.find_grade(cell, *where)
    entry.manual_score = min(decision.points, decision.possible)
    entry.extra_credit = max(0.0, decision.points - decision.possible)
    entry.needs_manual_grade = False
    yield f"{grade.name}: {cell}: {decision.points:g} of {decision.possible:g} points"
    comment = gradebook.find_comment(before.get(cell, cell), *where)
    if comment.manual_comment and not comment.manual_comment.startswith(_OURS):
        problems.append(f"{grade.name}: {cell}: the comment of a person stays, without the reason.")
    else:
        comment.manual_comment = _OURS + "\n".join(_reason(grade.report, decision))


def _cell(report: Report, decision: Decision) -> str:
    """Give the cell that a decision is about: of answers in words it may name the question."""
    answers = [one.cell for one in report.open_answers if one.question == decision.cell]
    return answers[0] if answers and decision.instead_of is None else decision.cell


def _reason(report: Report, decision: Decision) -> Iterator[str]:
    yield harmless(decision.reason)
    part = report.of(question=decision.question)
    for given in given_by_a_person(part) if decision.items else ():
        yield ""
        yield from (f"- {harmless(line)}" for line in given.lines())


def _answers(folder: Path, notebook: str) -> dict[str, str]:
    """Give, for each cell graded by machine, the answer above it: nbgrader's comments are there."""
    try:
        cells = json.loads((folder / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    found: dict[str, str] = {}
    answer = ""
    for cell in cells:
        about = cell.get("metadata", {}).get("nbgrader", {})
        if about.get("solution"):
            answer = about.get("grade_id", "")
        elif about.get("grade") and answer:
            found[about["grade_id"]] = answer
    return found
