"""Points, verdicts and names of mistakes: a row for each student and each graded cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from autograder.classroom.grades import Grade
from autograder.classroom.spreadsheet import harmless
from autograder.feedback import points
from autograder.outgoing.lines import mistake
from autograder.report import FULL_POINTS, CheckResult, Report

HEAD = (
    *("student", "student_name", "name", "question", "cell", "points", "possible", "open"),
    *("verdicts", "mistakes", "decided", "submission_seconds", "problem"),
)


def to_questions(grades: Iterable[Grade]) -> str:
    """Write a row for each graded cell of each student.

    `verdicts` has every check as ``id=verdict``; `mistakes` the names of misconceptions, and of
    kinds of mistake where there is none; `decided` is ``yes`` where a person gave the points;
    `submission_seconds` is how long the whole submission took to grade. Who has no result has one
    row, with the reason.
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(HEAD)
    for grade in grades:
        who = [grade.student.id, grade.student.name, grade.name]
        if grade.report is None:
            writer.writerow(map(harmless, [*who, *[""] * (len(HEAD) - 4), grade.problem]))
            continue
        for row in _rows(grade.report):
            writer.writerow(map(harmless, [*who, *row, f"{grade.report.seconds:g}", grade.note]))
    return page.getvalue()


def _rows(report: Report) -> Iterator[list[str]]:
    decided = {one.cell: one for one in report.decisions}
    cells: dict[str, list[CheckResult]] = {}
    for check in report.checks:
        cells.setdefault(check.cell, []).append(check)
    for cell, checks in cells.items():
        part = report.of(cell=cell)
        verdicts = " ".join(f"{check.id}={check.verdict}" for check in checks)
        failed = (check for check in checks if check.verdict not in FULL_POINTS)
        mistakes = dict.fromkeys(filter(None, (mistake(check.diagnosis) for check in failed)))
        yield [
            *(checks[0].question, cell, points(part.points), points(part.possible), ""),
            *(verdicts, " ".join(mistakes), "yes" if cell in decided else ""),
        ]
    for one in report.decisions:
        if one.cell not in cells:  # only a person gives these points
            given = points(one.points), points(one.possible)
            yield [one.question, one.cell, *given, "", "", "", "yes"]
    for question, more in report.by_hand.items():
        yield [question, "", "", "", points(more), "", "", ""]
