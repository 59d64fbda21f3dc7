"""A folder of results as grading leaves it, made once from answers of the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.handed_in import Attempt, Class, write_class
from autograder.classroom.people import Student
from autograder.results import Outcome, write_outcome

#: Nobody's name, number or login is anybody else's.
CLASS = (
    Student("s1", "Ada Lovelace", "ada@uni.org", "alove", "Mon", {"canvas": "17"}),
    Student("s2", "Ben Okri", "ben@uni.org", "bokri", "Tue", {"canvas": "18"}),
    Student("s3", "Chloë Zhāng", "chloe@uni.org", "czhang", "Mon", {"canvas": "19"}),
    Student("s4", "Dan", "dan@uni.org", "dan", "Mon", {"canvas": "20"}),
    Student("s5", "Eve", "eve@uni.org", "eve", "Tue", {"canvas": "21"}),
)

BROKEN = "submitted/dan.ipynb: this is not a notebook. Open it in Jupyter, save it and submit it."


@pytest.fixture(scope="session")
def results(graded: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results without a class: 100, 94 and 0 points, and one that cannot be graded."""
    folder = tmp_path_factory.mktemp("results")
    for name, kind in (("ada", "right"), ("ben", "swapped"), ("chloe", "stubs")):
        write_outcome(Outcome(name, Path(f"submitted/{name}.ipynb"), graded(kind)), folder)
    write_outcome(Outcome("dan", Path("submitted/dan.ipynb"), None, BROKEN), folder)
    return folder


@pytest.fixture
def class_results(graded: Any, tmp_path: Path) -> Path:
    """The same of a class that came in from Canvas and Moodle; s5 handed nothing in."""
    folder = tmp_path / "class"
    folder.mkdir()
    attempts = []
    for number, kind in enumerate(("right", "swapped", "stubs", ""), 1):
        name = f"s{number}"
        path = Path(f"submitted/{name}.ipynb")
        report = graded(kind) if kind else None
        write_outcome(
            Outcome(name, path, report, "" if kind else BROKEN.replace("dan", name)), folder
        )
        late = "_LATE" if number == 2 else ""
        source = (
            f"submissions.zip: student{late}_{16 + number}_47{number}_scalar-2.ipynb"
            if number % 2
            else f"moodle.zip: Ben Okri_12{number}_assignsubmission_file/scalar.ipynb"
        )
        attempts.append(Attempt(name, 1, name, f"{name}/scalar.ipynb", source=source))
    write_class(Class(CLASS, tuple(attempts)), folder)
    return folder
