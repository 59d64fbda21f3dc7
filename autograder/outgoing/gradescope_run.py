"""Grading one submission where Gradescope has put it, inside of its container.

Whatever happens, there is a `results.json` at the end: Gradescope would otherwise tell the student
that the autograder failed, and nobody why.
"""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import names
from autograder.batch import grade_all
from autograder.classroom.grades import Grade
from autograder.classroom.people import Student
from autograder.errors import AutograderError, UsageError
from autograder.files import write_whole
from autograder.finding import Found, find
from autograder.outgoing.gradescope import VISIBILITIES, to_gradescope
from autograder.pack import Assignment, load_assignment
from autograder.pack_settings import LANGUAGE, TABLES

#: Where Gradescope puts everything, unless this variable says something else.
ROOT, VARIABLE = Path("/autograder"), "AUTOGRADER_GRADESCOPE_ROOT"

#: In the bundle: how submissions are graded.
SETTINGS = "gradescope.json"

#: In the bundle: the pack, the edition of it if there is one, and the course's tables of sentences.
PACK, EDITION, SENTENCES = "assignment", "edition.toml", "tables"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a bundle grades.

    Parameters
    ----------
    seed : int
        Of all submissions, so that all get the same cases.
    hidden : str
        When students see hidden checks.
    allow_weak : bool
        Whether to grade also where little keeps submissions apart.
    language : str
        What students are spoken to in; empty for what the assignment says.
    """

    seed: int
    hidden: str = "after_published"
    allow_weak: bool = False
    language: str = ""


def run(root: Path | None = None) -> Path:
    """Grade the submission that Gradescope has put there; give the path of `results.json`.

    Raises
    ------
    UsageError
        If there is no bundle, or `results.json` cannot be written.
    """
    root = Path(os.environ.get(VARIABLE, ROOT)) if root is None else root
    settings = _settings(root / "source" / SETTINGS)
    student = _student(root / "submission_metadata.json")
    try:
        assignment = _assignment(root / "source", settings)
        grade = _graded(root / "submission", assignment, settings, student)
    except AutograderError as error:
        print(error)
        grade = Grade(student, student.id, None, str(error))
    except Exception as error:  # the student is told that it is not their fault
        traceback.print_exc()
        what = f"the grader failed ({type(error).__name__}), which is no fault of the submission"
        grade = Grade(student, student.id, None, f"{what}. Ask your teacher to look at its output.")
    path = root / "results" / "results.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(to_gradescope(grade, settings.hidden), path)
    except OSError as error:
        raise UsageError(f"{path}: it cannot be written ({error.strerror}).") from error


def _assignment(source: Path, settings: Settings) -> Assignment:
    """Load what is graded, in the language of the course; processes that grade speak it, too."""
    if settings.language:
        os.environ[LANGUAGE] = settings.language
    if (source / SENTENCES).is_dir():
        os.environ[TABLES] = str(source / SENTENCES)
    edition = source / EDITION
    return load_assignment(edition if edition.is_file() else source / PACK)


def _graded(folder: Path, assignment: Assignment, settings: Settings, student: Student) -> Grade:
    notebook = _notebook(folder, assignment)
    with tempfile.TemporaryDirectory(prefix="autograder-gradescope-") as results:
        outcomes, _ = grade_all(
            lambda held: find([notebook], assignment.name, None, held),
            assignment,
            Path(results),
            seed=settings.seed,
            jobs=1,
            allow_weak=settings.allow_weak,
        )
    (outcome,) = outcomes
    report = outcome.report if outcome.graded else None
    file = names.shown(notebook)
    return Grade(student, outcome.name, report, outcome.problem, file)


def _notebook(folder: Path, assignment: Assignment) -> Path:
    """Choose what was handed in: the only notebook, else the one with the assignment's name."""
    found: Found = find([folder], assignment.name)
    notebooks = [one.path for one in found.submissions if one.path != folder]
    named = [path for path in notebooks if path.name == f"{assignment.name}.ipynb"]
    if len(notebooks) == 1:
        return notebooks[0]
    if len(named) == 1:
        return named[0]
    if not notebooks:
        raise UsageError(
            f"no notebook was handed in. Hand in {assignment.name}.ipynb, with your answers in it."
        )
    listed = ", ".join(sorted(names.shown(path.relative_to(folder)) for path in notebooks))
    raise UsageError(
        f"several notebooks were handed in ({listed}). Hand in {assignment.name}.ipynb alone."
    )


def _settings(path: Path) -> Settings:
    try:
        settings = Settings(**json.loads(path.read_text(encoding="utf-8")))
        if settings.hidden not in VISIBILITIES:
            raise ValueError(settings.hidden)
        return settings
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            f"{path}: this is not what autograder gradescope init writes ({error}). Make the "
            "bundle again, and upload it."
        ) from error


def _student(path: Path) -> Student:
    """Read who handed in; a submission is graded also if that is not known."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        user = data["users"][0]
        known = {name: str(user.get(name) or "") for name in ("id", "name", "email")}
        return Student(
            known["email"] or known["id"] or "submission",
            known["name"],
            known["email"],
            others={"gradescope": known["id"]} if known["id"] else {},
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Student("submission")
