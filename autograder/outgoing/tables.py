"""Results as tables: one row for each submission, or all of them as one JSON document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from autograder.classroom.grades import Grade
from autograder.classroom.spreadsheet import harmless
from autograder.feedback import points, to_be_graded
from autograder.report import Report


def to_json(grades: Sequence[Grade]) -> str:
    """Write all results as one JSON document: see `to_csv`."""
    data = {
        "results": {one.name: one.report.to_dict() for one in grades if one.report},
        "not_graded": {called(one): one.problem for one in grades if not one.report},
        "submissions": {one.name: one.file for one in grades if one.name},
        "notes": {one.name: one.note for one in grades if one.note},
    }
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(grades: Sequence[Grade]) -> str:
    """Write one row per submission: points per graded cell, the total, and what went wrong.

    Of a question that a person grades, its column says how many points are still to come, in
    words: `points` and `possible` are what a machine has graded and what a person has given.

    Cells that a spreadsheet would take for a formula are quoted with an apostrophe.
    """
    reports = [one.report for one in grades if one.report]
    cells = list(dict.fromkeys(check.cell for r in reports for check in r.checks))
    by_hand = list(dict.fromkeys(name for r in reports for name in _by_hand(r)))
    adjusted = ["adjusted"] * any(report.adjustments for report in reports)
    known = [name for name in ("id", "name", "email", "section") if _known(grades, name)]
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    head = ["name", "submission", *(f"student_{name}" for name in known), *cells]
    head += ["points", "possible", *adjusted, *(f"{name} (by hand)" for name in by_hand), "problem"]
    writer.writerow(head)
    for grade in sorted(grades, key=lambda one: one.report is None):
        student = [getattr(grade.student, name) for name in known]
        row = [called(grade), grade.file, *student]
        if grade.report is None:
            row += [""] * (len(head) - len(row) - 1)
        else:
            row += _points(grade.report, cells, by_hand, bool(adjusted))
        row.append(" ".join(filter(None, [grade.problem, grade.note])))
        writer.writerow(map(harmless, row))
    return page.getvalue()


def called(grade: Grade) -> str:
    """Give the name of a result, or of the student who has none."""
    return grade.name or grade.student.id


def _known(grades: Iterable[Grade], name: str) -> bool:
    """Say whether a class says more of its students than how their results are called."""
    if name == "id":
        return any(one.name and one.student.id != one.name for one in grades)
    return any(getattr(one.student, name) for one in grades)


def _points(
    report: Report, cells: Sequence[str], by_hand: Sequence[str], adjusted: bool
) -> list[str]:
    given = {one.cell: one.points for one in report.decisions}
    row = [points(report.of(cell=cell).points) for cell in cells]
    row += [points(report.points), points(report.possible)]
    if adjusted:
        row.append(points(sum(one.points for one in report.adjustments)))
    for name in by_hand:
        # Words, which a spreadsheet's SUM passes over: points that are still open are not 0.
        open_ = to_be_graded(report.by_hand[name]) if name in report.by_hand else ""
        row.append(points(given[name]) if name in given else open_)
    return row


def _by_hand(report: Report) -> list[str]:
    """Give what only a person gives points for, whether that was done or not."""
    cells = {check.cell for check in report.checks}
    given = [one.cell for one in report.decisions if one.cell not in cells]
    return [*report.by_hand, *given]
