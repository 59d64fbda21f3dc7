"""Grades for Moodle: its grading worksheet, or its gradebook, with grades and feedback filled in.

The worksheet comes from the assignment (Submissions, Actions, Download grading worksheet; feedback
type "Offline grading worksheet"), the gradebook from Grades, Export, Plain text file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from autograder.classroom.grades import Grade
from autograder.classroom.spreadsheet import harmless
from autograder.errors import UsageError
from autograder.feedback import clean, score, summary
from autograder.outgoing.filling import (
    Filled,
    Sheet,
    Wish,
    by_title,
    columns_of,
    fill,
    number_in,
)
from autograder.outgoing.origin import moodle_participant
from autograder.outgoing.template import Template, only_column
from autograder.report import Report

#: What Moodle calls its columns, in English: it takes a file only in the language it gave it in.
NAMES = {
    "participant": ("identifier",),
    "email": ("email address", "email"),
    "number": ("id number",),
    "login": ("username",),
    "grade": ("grade",),
    "most": ("maximum grade",),
    "change": ("grade can be changed",),
    "feedback": ("feedback comments",),
}


def sheet_of(template: Template, column: str, grades: Sequence[Grade]) -> Sheet:
    """Find what stands where in a file that Moodle has exported.

    Raises
    ------
    UsageError
        If it is something else, or the column is not in it.
    """
    found = columns_of(template, NAMES)
    ids = tuple(found[kind] for kind in ("email", "number", "login") if kind in found)
    if "participant" not in found and not ids:
        raise UsageError(
            f"{template.path}: this is no grading worksheet and no gradebook of Moodle: it has no "
            f"column Identifier, Email address or ID number, but {', '.join(template.header[:4])}. "
            "Set Moodle to English, export it again, and import it in English, too."
        )
    others = [n for n in range(len(template.header)) if n not in (found.get("participant"), *ids)]
    name = column or ("Grade" if "grade" in found else by_title(template, others, grades))
    place = only_column(template, name, others, "--column")
    whole = template.header[place]
    feedback = found.get("feedback")
    if whole.endswith("(Real)"):  # a gradebook: each column has its own for feedback
        beside = whole.removesuffix("(Real)") + "(Feedback)"
        feedback = template.header.index(beside) if beside in template.header else None
    most, change = found.get("most"), found.get("change")
    rows = template.rows
    return Sheet(
        "Moodle",
        template,
        tuple(range(1, len(rows))),
        found.get("participant"),
        ids,
        place,
        feedback,
        most=lambda row: None if most is None else number_in(rows[row][most].text),
        limit=True,
        locked=lambda row: change is not None and rows[row][change].text.strip() == "No",
        number=lambda text: (re.findall(r"\d+", text) or [""])[-1],
    )


def to_moodle(
    template: Template, column: str, grades: Sequence[Grade], wish: Wish
) -> tuple[Sheet, Filled]:
    """Fill in grades, and a sentence of feedback, in a file that Moodle has exported.

    Both go together: Moodle takes feedback without a grade for a grade that is no more.

    Raises
    ------
    UsageError
        If the file, a row or a student is in doubt, or points do not fit.
    """
    sheet = sheet_of(template, column, grades)
    return sheet, fill(sheet, grades, wish, participant, sentence)


def participant(grade: Grade) -> str:
    """Give a student's number in an assignment of Moodle; empty if it is not known."""
    return moodle_participant(grade) or grade.student.others.get("moodle", "")


def sentence(report: Report) -> str:
    """Say in a sentence what was earned, question by question; Moodle reads it as HTML."""
    parts = [
        f"{title}: {score(part)}"
        for question, title in report.questions.items()
        if (part := report.of(question=question)).checks or part.by_hand or part.decisions
    ]
    parts += [change.text for change in report.adjustments]
    text = " ".join(f"{clean(part, 300).rstrip('.')}." for part in [summary(report), *parts])
    return harmless(html.escape(" ".join(text.split()), quote=False))
