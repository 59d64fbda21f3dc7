"""A course is tried before anybody gets it: released, handed in, graded, and read."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.build import write_notebook
from autograder.course import cells, leaks
from autograder.course.elsewhere import verdicts_elsewhere
from autograder.course.folder import Course, copied
from autograder.course.whole import about_the_course
from autograder.errors import AssignmentError, AutograderError
from autograder.feedback import points
from autograder.nbgrader.commands import gradebook_scores, gradebook_waiting, run_nbgrader
from autograder.report import FULL_POINTS, CheckResult, Report

#: The two students of the course that is tried.
SOLUTION, STUBS = "solution", "stubs"


@dataclass(slots=True)
class Tried:
    """What came of one assignment, or of the course as a whole.

    Parameters
    ----------
    name : str
    scores : dict
        Student to points earned and possible; what could not be graded is not in it.
    problems : list of str
        What to mend before release.
    notes : list of str
        What to know.
    """

    name: str
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def try_course(course: Course, step: Callable[[str], None]) -> list[Tried]:
    """Take a course through the whole cycle, in a copy.

    Parameters
    ----------
    course : Course
    step : callable
        Told what begins.

    Returns
    -------
    list of Tried
        One for each assignment, and a last one, ``"course"``, for what is about all of it.
    """
    with tempfile.TemporaryDirectory(prefix="adlearn-course-") as folder:
        step(f"copy the course, with {len(course.names)} assignments")
        copy = copied(course, Path(folder).resolve() / "course")
        tried = [_tried(course, copy, name, step) for name in course.names]
        problems, notes = about_the_course(course, copy)
    return [*tried, Tried("course", problems=problems, notes=notes)]


def _tried(course: Course, copy: Path, name: str, step: Callable[[str], None]) -> Tried:
    """Try one assignment; what cannot go on is a problem of it, and the others go on."""
    tried = Tried(name)
    notebook, problem = _notebook_of(copy / "source" / name)
    tried.problems += problem
    if notebook is None:
        return tried
    try:
        source = _read(notebook)
    except Exception as error:  # nbformat raises whatever its parser stumbles over
        tried.problems.append(f"{notebook.name} cannot be read as a notebook ({error}).")
        return tried
    try:
        assignment = course.pack(name)
    except AssignmentError as error:
        _say_no_pack(tried, source, error)
        return tried
    differing = cells.points_that_differ(source, assignment)
    tried.problems += cells.not_the_assignments(source, assignment) + differing
    try:
        step(f"{name}: release it: nbgrader generate_assignment")
        run_nbgrader(copy, "generate_assignment", name)
        released = copy / "release" / name / notebook.name
        tried.problems += leaks.left_in(_read(released), source, assignment)
        tried.problems += leaks.beside(released.parent, released, source, assignment)
        if not assignment.install and "def _check(course='')" in released.read_text("utf-8"):
            _say_no_install(tried, released.parent)
        solution = _hand_in(copy, name, released, source)
        if not differing:
            _grade(copy, name, tried, step)
            step(f"{name}: ask the public checks as on a student's machine")
            tried.problems += fails_elsewhere(solution, _report(copy, SOLUTION, name))
    except AutograderError as error:
        tried.problems.append(_in_a_line(str(error)))
    return tried


def _notebook_of(folder: Path) -> tuple[Path | None, list[str]]:
    """Give an assignment's source notebook, and what is wrong with how it is called."""
    found = sorted(folder.glob("*.ipynb"))
    wanted = folder / f"{folder.name}.ipynb"
    where = f"source/{folder.name}"
    if not found:
        return None, [f"{where} has no notebook. It should have {wanted.name}."]
    if wanted in found and len(found) > 1:
        others = ", ".join(path.name for path in found if path != wanted)
        return wanted, [
            f"{where} has more than one notebook, and all are released: move {others} away."
        ]
    if wanted not in found:
        return found[0] if len(found) == 1 else None, [
            f"{where} has {', '.join(path.name for path in found)}. Call the notebook "
            f"{wanted.name}: the index leads there, and the grader looks for that name."
        ]
    return wanted, []


def _say_no_pack(tried: Tried, source: Any, error: AssignmentError) -> None:
    if any("from autograder import check" in cell.source for cell in source.cells):
        tried.problems.append(str(error))
    else:
        tried.notes.append("it is none of ours, so nbgrader grades it alone; it was not tried.")


def _say_no_install(tried: Tried, folder: Path) -> None:
    if not list(folder.glob("adlearn-*.whl")):
        tried.notes.append(
            "the notebook does not say where adlearn comes from, so it cannot install it where it "
            "is missing, as in Colab. Say what to install "
            "when the course is made: adlearn course new DIR --install WHAT."
        )


def _read(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)


def _hand_in(copy: Path, name: str, released: Path, source: Any) -> Path:
    """Hand in the source's own solution, and the untouched stub."""
    untouched = copy / "submitted" / STUBS / name / released.name
    untouched.parent.mkdir(parents=True)
    shutil.copy(released, untouched)
    notebook, solutions = _read(released), cells.by_grade_id(source)
    for grade_id, cell in cells.by_grade_id(notebook).items():
        if cell.metadata["nbgrader"].get("solution") and grade_id in solutions:
            cell.source = solutions[grade_id].source
    return write_notebook(notebook, copy / "submitted" / SOLUTION / name / released.name)


def _grade(copy: Path, name: str, tried: Tried, step: Callable[[str], None]) -> None:
    """Grade both submissions, write their pages, and say what should not be so."""
    step(f"{name}: grade the solution and the stubs: nbgrader autograde")
    run_nbgrader(copy, "autograde", name)
    tried.scores = gradebook_scores(copy, name)
    if by_hand := gradebook_waiting(copy, name).get(SOLUTION):
        tried.notes.append(
            f"{points(by_hand)} of its points are given by a person; the table is without them."
        )
    step(f"{name}: write the feedback pages: nbgrader generate_feedback")
    run_nbgrader(copy, "generate_feedback", name)
    solution, stubs = (_report(copy, student, name) for student in (SOLUTION, STUBS))
    if solution is None or stubs is None:
        tried.problems.append("it was graded, but not by this engine: see the row of the course.")
        return
    for cell, lost in _by_cell(solution, lambda one: one.verdict not in FULL_POINTS).items():
        message = _in_a_line(lost[0].message)
        worth = points(sum(one.possible for one in lost))
        tried.problems.append(f"the solution lacks {worth} of {cell}: {message}")
    for cell, got in _by_cell(stubs, lambda one: one.points > 0).items():
        titles = "; ".join(one.title for one in got)
        worth = points(sum(one.points for one in got))
        tried.problems.append(f"the untouched stub earns {worth} of {cell}: {titles}")
    for student in (SOLUTION, STUBS):
        if not (copy / "feedback" / student / name).is_dir():
            tried.problems.append(f"no feedback page was written for {student}.")


def _by_cell(
    report: Report, chosen: Callable[[CheckResult], bool]
) -> Mapping[str, Sequence[CheckResult]]:
    found: dict[str, list[CheckResult]] = {}
    for one in filter(chosen, report.checks):
        found.setdefault(one.cell, []).append(one)
    return found


def _report(copy: Path, student: str, name: str) -> Report | None:
    found = list((copy / "autograded" / student / name).glob("*.report.json"))
    if not found:
        return None
    return Report.from_dict(json.loads(found[0].read_text(encoding="utf-8")))


def fails_elsewhere(notebook: Path, graded: Report | None) -> list[str]:
    """Say which public checks pass where they are graded, and not in the students' notebook.

    What passed beside reference answers only fails in the notebook for the sake of another answer,
    whose points are lacking already.

    Parameters
    ----------
    notebook : Path
        What was handed in.
    graded : Report or None
        What this engine said of it, if it was asked.
    """
    if graded is None:
        return []
    passed = {
        one.id: one
        for one in graded.checks
        if one.verdict in FULL_POINTS and not one.hidden and one.others != "reference"
    }
    try:
        found = verdicts_elsewhere(notebook, graded.seed)
    except AutograderError as error:
        return [f"the public checks cannot be asked on a student's machine: {error}"]
    return [
        f"the check {one} of {passed[one].cell} passes where it is graded and not in the students' "
        f"notebook: {_in_a_line(message)}"
        for one, (verdict, message) in found.items()
        if one in passed and verdict not in FULL_POINTS
    ]


_RAISED = re.compile(r"^\s*[\w.]*(?:Error|Exception|Entry): (.+)$", re.MULTILINE)
_LOGGED = re.compile(r"\| ERROR\] (.+)$", re.MULTILINE)


def _in_a_line(text: str, longest: int = 300) -> str:
    """Give what matters of a long message: its beginning, and the error that nbgrader tells of.

    Examples
    --------
    >>> _in_a_line("nbgrader x failed:\\nTraceback\\n  ...\\nKeyError: 'a'\\n[X | ERROR] Sorry")
    "nbgrader x failed: 'a'"
    """
    if text.startswith("nbgrader "):
        told = (_RAISED.findall(text) or _LOGGED.findall(text) or [""])[-1]
        text = f"{text.splitlines()[0]} {told}"
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
