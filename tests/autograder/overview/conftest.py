"""A class of twelve with results, made once: real reports of a few notebooks, given to many.

Two questions are asked; that is quick, and enough for all that is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.asking.checks import Check
from autograder.classroom.handed_in import Attempt, Class, write_class
from autograder.classroom.people import Student
from autograder.files import write_whole
from autograder.grading import grade_notebook
from autograder.notebook import read_notebook
from autograder.pack import Assignment
from autograder.report import Report
from autograder.results import Outcome, write_outcome

#: Student to the notebook of the shelf that was handed in.
CLASS = {
    **dict.fromkeys(["ada", "ben", "cleo", "dan"], "right"),
    **dict.fromkeys(["eva", "finn", "gil", "hana"], "swapped"),
    **dict.fromkeys(["ivo", "jana"], "overwrites"),
    **dict.fromkeys(["kim", "leo"], "stubs"),
}


@pytest.fixture(scope="session")
def reports(
    scalar: Assignment, scalar_checks: Sequence[Check], shelf: Mapping[str, Path]
) -> dict[str, Report]:
    """The report of each notebook of the shelf."""
    checks = [one for one in scalar_checks if one.question in ("q1", "q4")]
    return {
        kind: grade_notebook(read_notebook(path), scalar, checks=checks, seed=1)
        for kind, path in shelf.items()
    }


@pytest.fixture(scope="session")
def course(
    reports: Mapping[str, Report],
    shelf: Mapping[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Path]:
    """A folder of submissions, and one of results; `mia` could not be graded, `noa` is missing."""
    folder = tmp_path_factory.mktemp("course")
    submitted, results = folder / "submitted", folder / "results"
    submitted.mkdir()
    results.mkdir()
    for name, kind in CLASS.items():
        text = shelf[kind].read_text(encoding="utf-8")
        text = text.replace("class _mul(", f"# by {name.title()} Tester\\nclass _mul(")
        path = write_whole(text, submitted / f"{name}.ipynb")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        report = replace(reports[kind], submission=str(path), sha256=sha256)
        write_outcome(Outcome(name, path, report), results)
    lost = submitted / "mia.ipynb"
    write_outcome(
        Outcome("mia", lost, None, f"{lost}: the file is empty. Ask mia for it again."), results
    )
    attempts = tuple(
        Attempt(name, 1, name, f"{name}.ipynb", late_seconds=7200.0 * (name == "ivo"))
        for name in (*CLASS, "mia")
    )
    students = tuple(Student(name, f"{name.title()} Tester") for name in (*CLASS, "mia", "noa"))
    write_class(Class(students, attempts), results)
    return submitted, results
