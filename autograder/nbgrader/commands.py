"""nbgrader's own commands, run in a course folder as a person would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

#: Where the output of all commands is kept, in the course folder.
LOG = "nbgrader.log"


def run_nbgrader(course: Path, *command: str) -> str:
    """Run one of nbgrader's commands in a course folder.

    Parameters
    ----------
    course : Path
    *command : str
        Such as ``"autograde", "scalar"``.

    Returns
    -------
    str
        What it printed.

    Raises
    ------
    AutograderError
        With the end of its output, if it fails.
    """
    # nbgrader calls alembic by name, which is beside this interpreter even where no environment
    # was activated.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course,
        env={**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with (course / LOG).open("a", encoding="utf-8") as log:
        log.write(done.stdout)
    if done.returncode:
        raise AutograderError(
            f"nbgrader {' '.join(command)} failed:\n{done.stdout[-3000:]}\n"
            f"Its whole output is in {course / LOG}."
        )
    return done.stdout


def gradebook_scores(course: Path, name: str) -> dict[str, tuple[float, float]]:
    """Read an assignment's scores out of a course's gradebook.

    Returns
    -------
    dict
        Student to points earned and possible, both without what waits for a person.
    """
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: (
                submission.score - sum(grade.score for grade in waiting),
                submission.max_score - sum(grade.max_score for grade in waiting),
            )
            for submission in gradebook.assignment_submissions(name)
            for waiting in [_waiting(submission)]
        }


def gradebook_waiting(course: Path, name: str) -> dict[str, float]:
    """Give the points of an assignment that wait for a person, for each student with any."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {
            submission.student.id: sum(grade.max_score for grade in _waiting(submission))
            for submission in gradebook.assignment_submissions(name)
        }
    return {student: points for student, points in found.items() if points}


def _waiting(submission: Any) -> list[Any]:
    """Give the grades that a person still gives; what one gave before still counts."""
    return [
        grade
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.needs_manual_grade and grade.manual_score is None
    ]
