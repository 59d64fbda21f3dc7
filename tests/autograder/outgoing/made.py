"""Grades made by hand, for what leaves the grader."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.classroom.grades import Grade
from autograder.classroom.people import Student
from autograder.report import Report


def grades(
    reports: Mapping[str, Report],
    problems: Mapping[str, str] | None = None,
    students: Mapping[str, Student] | None = None,
) -> list[Grade]:
    """Make a grade of each report and of each problem; without a class, unless one is given."""
    known = students or {}
    return [
        *(
            Grade(known.get(name, Student(name)), name, report, file=report.submission)
            for name, report in reports.items()
        ),
        *(
            Grade(known.get(name, Student(name)), name, None, problem, f"submitted/{name}.ipynb")
            for name, problem in (problems or {}).items()
        ),
    ]
