"""Results for programs: one JSON object a line, one line a student, in a form that is published.

`results.schema.json`, beside this file, says what stands in a line and what it means. A change that
a program would trip over gets another version there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.classroom.grades import Grade
from autograder.report import Report, total

#: The published form, as JSON Schema (draft 2020-12).
SCHEMA = Path(__file__).with_name("results.schema.json")

VERSION = 1


def to_lines(grades: Iterable[Grade]) -> str:
    """Write the grades of a class as JSON Lines: see `SCHEMA`.

    Everything beyond ASCII is escaped, so that no reader takes what is in a text for the end of a
    line, and no text is damaged on its way.
    """
    return "".join(json.dumps(_whole(line_of(grade)), allow_nan=False) + "\n" for grade in grades)


def line_of(grade: Grade) -> dict[str, Any]:
    """Give what stands in a grade's line."""
    student, attempt, report = grade.student, grade.attempt, grade.report
    status = "graded" if report else "nothing handed in" if grade.nothing_came else "not graded"
    return {
        "version": VERSION,
        "student": {
            "id": student.id,
            "name": student.name,
            "email": student.email,
            "login": student.login,
            "section": student.section,
            "others": dict(student.others),
        },
        "status": status,
        "problem": grade.problem,
        "note": grade.note,
        "name": grade.name,
        "file": grade.file,
        "attempt": attempt
        and {
            "number": attempt.number,
            "handed_in": attempt.handed_in,
            "late_seconds": attempt.late_seconds,
            "source": attempt.source,
        },
        "other_attempts": list(grade.others),
        "result": report and _result(report),
    }


def _result(report: Report) -> dict[str, Any]:
    decided = {one.cell for one in report.decisions}
    return {
        "assignment": report.assignment,
        "title": report.title,
        "sha256": report.sha256,
        "language": report.language,
        "student": report.student,
        "numbers": report.numbers,
        "points": report.points,
        "possible": report.possible,
        "open": total(report.by_hand.values()),
        "questions": [
            {
                "id": question,
                "title": title,
                "points": report.of(question=question).points,
                "possible": report.of(question=question).possible,
                "open": report.by_hand.get(question, 0.0),
            }
            for question, title in report.questions.items()
        ],
        "checks": [
            {
                "id": check.id,
                "question": check.question,
                "cell": check.cell,
                "title": check.title,
                "hidden": check.hidden,
                "verdict": check.verdict,
                "points": check.points,
                "possible": check.possible,
                "counts": check.cell not in decided,
                "mistake": mistake(check.diagnosis),
                "ran": check.others,
            }
            for check in report.checks
        ],
        "decisions": [
            {
                "cell": one.cell,
                "question": one.question,
                "points": one.points,
                "possible": one.possible,
                "instead_of": one.instead_of,
                "reason": one.reason,
                "by": one.by,
                "when": one.when,
                "items": list(one.items),
            }
            for one in report.decisions
        ],
        "adjustments": [{"points": one.points, "text": one.text} for one in report.adjustments],
        "notes": list(report.notes),
        "private": list(report.private),
        "seed": report.seed,
        "seconds": report.seconds,
        "isolation": report.isolation.get("level"),
        "versions": dict(report.versions),
    }


def mistake(diagnosis: dict[str, Any] | None) -> str:
    """Give the name of a mistake: the misconception's, else its kind; empty if there is none.

    Examples
    --------
    >>> mistake({"kind": "value", "misconception": "mul-swapped"}), mistake({"kind": "value"})
    ('mul-swapped', 'value')
    """
    found = diagnosis or {}
    return str(found.get("misconception") or found.get("kind") or "")


def _whole(data: Any) -> Any:
    """Replace what is half a character: no text may hold it, and strict readers refuse it."""
    if isinstance(data, str):
        return data.encode(errors="replace").decode()
    if isinstance(data, dict):
        return {_whole(key): _whole(value) for key, value in data.items()}
    return [_whole(value) for value in data] if isinstance(data, list) else data
