"""`adlearn demo`: a whole small course, from the assignment's source to feedback pages.

Everything an instructor would do by hand is done here with nbgrader's own commands; only the
grading inside them is ours.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.build import answered_notebook, source_notebook, write_notebook
from autograder.errors import AssignmentError, AutograderError, UsageError
from autograder.feedback import clean, points
from autograder.nbgrader.course import init_course
from autograder.pack import Answer, Assignment, load_assignment
from autograder.report import FULL_POINTS, Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``-o FOLDER`` chooses where the course is made; by default ``./adlearn-demo``.

    Returns
    -------
    int
        0 if every submission was graded, 1 if nbgrader failed, 2 if the demo cannot start.
    """
    parser = argparse.ArgumentParser(prog="adlearn demo", description=_DESCRIPTION)
    parser.add_argument("-o", "--output", type=Path, default=Path("adlearn-demo"), metavar="DIR")
    parser.add_argument("-a", "--assignment", default="scalar", help="its name or its folder")
    parser.add_argument("--install", metavar="WHAT", help="what the notebook installs, as in Colab")
    options = parser.parse_args(arguments)
    try:
        assignment = load_assignment(options.assignment)
        if options.install is not None:
            assignment = replace(assignment, install=options.install)
        return _run(options.output, assignment, by_path=Path(options.assignment).is_dir())
    except UsageError as error:
        print(f"adlearn demo: {error}", file=sys.stderr)
        return 2
    except AutograderError as error:
        print(f"adlearn demo: {error}", file=sys.stderr)
        return 1


_DESCRIPTION = (
    "Make a small course, release an assignment, grade a class of twelve through nbgrader, and "
    "show the scores with their explanations. Takes less than a minute."
)


def _run(folder: Path, assignment: Assignment, by_path: bool) -> int:
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise UsageError(f"{folder} is already there. Remove it, or choose another with -o DIR.")
    _answers(assignment)  # a misspelt name is told before anything is made
    # nbgrader calls alembic by name, which is beside this interpreter even where no environment
    # was activated.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    started = time.perf_counter()
    console = Console(highlight=False, soft_wrap=True)
    name = assignment.name
    with _Steps(console) as steps:
        steps.start(f"make a course in {folder}, with the assignment's source notebook")
        init_course(folder)
        if by_path:  # nbgrader looks assignments up by name; this one need not be installed
            with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                where = {name: str(assignment.folder.resolve())}
                config.write(f"\nc.PackPreprocessor.packs = {where!r}\n")
        source = folder / "source" / name / f"{name}.ipynb"
        write_notebook(source_notebook(assignment), source)
        steps.start("release it to the students: nbgrader generate_assignment")
        _nbgrader(folder, "generate_assignment", name)
        steps.start(f"hand in {len(assignment.demo)} submissions")
        _hand_in(folder, assignment)
        steps.start("grade them: nbgrader autograde, with our engine inside")
        _nbgrader(folder, "autograde", name)
        steps.start("write the feedback pages: nbgrader generate_feedback")
        _nbgrader(folder, "generate_feedback", name)
    scores = _gradebook_scores(folder, name)
    console.print(_table(folder, assignment, scores))
    student = next((who for who, (earned, most) in scores.items() if earned < most), "")
    console.print(
        f"Feedback pages, one for each student, such as "
        f"{folder / 'feedback' / student / name / name}.html\n"
        f"Done in {time.perf_counter() - started:.0f} seconds."
    )
    return 0 if len(scores) == len(assignment.demo) else 1


class _Steps:
    """Says what is going on, and how long each step took."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._text = ""
        self._since = 0.0
        self._status = console.status("")

    def __enter__(self) -> _Steps:
        self._status.start()
        return self

    def __exit__(self, *details: object) -> None:
        if details[0] is None:
            self._finish()
        self._status.stop()

    def start(self, text: str) -> None:
        """Begin a step; the one before is done."""
        self._finish()
        self._text, self._since = text, time.perf_counter()
        self._status.update(text)
        if not self._console.is_terminal:
            self._console.print(f"... {text}", markup=False)

    def _finish(self) -> None:
        if self._text:
            seconds = time.perf_counter() - self._since
            self._console.print(f"{seconds:5.1f} s  {self._text}", markup=False)
            self._text = ""


def _nbgrader(folder: Path, *command: str) -> None:
    """Run one of nbgrader's commands in the course folder.

    Raises
    ------
    AutograderError
        With the end of its output, if it fails.
    """
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    (folder / "nbgrader.log").open("a", encoding="utf-8").write(done.stdout)
    if done.returncode:
        raise AutograderError(
            f"nbgrader {' '.join(command)} failed:\n{done.stdout[-3000:]}\n"
            f"Its whole output is in {folder / 'nbgrader.log'}."
        )


def _hand_in(folder: Path, assignment: Assignment) -> None:
    """Fill the released notebook in for each student, and put it where nbgrader collects."""
    name = assignment.name
    released = folder / "release" / name / f"{name}.ipynb"
    for student, answer in _answers(assignment).items():
        handed_in = folder / "submitted" / student / name / f"{name}.ipynb"
        if answer.name == "stubs":
            handed_in.parent.mkdir(parents=True)
            shutil.copy(released, handed_in)
        else:
            write_notebook(answered_notebook(assignment, answer.cells, answer.own), handed_in)


def _answers(assignment: Assignment) -> dict[str, Answer]:
    """Find what each student hands in.

    Raises
    ------
    AssignmentError
        If the assignment has no such answer.
    """
    known = {
        "right": Answer("right", "the reference answers", {}, {}),
        "stubs": Answer("stubs", "the stubs, untouched", {}, {}),
        **assignment.bank("wrong"),
        **{f"right/{name}": answer for name, answer in assignment.bank("right").items()},
    }
    for student, kind in assignment.demo.items():
        if kind not in known:
            raise AssignmentError(
                f"{assignment.folder / 'assignment.toml'}: {student} of [demo] hands in {kind!r}, "
                "and there is no such answer. Say 'right', 'stubs', the name of a file in wrong/, "
                "or 'right/' and the name of one in right/."
            )
    return {student: known[kind] for student, kind in assignment.demo.items()}


def _gradebook_scores(folder: Path, name: str) -> dict[str, tuple[float, float]]:
    """Read the scores out of nbgrader's gradebook: student to points earned and possible."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: (submission.score, submission.max_score)
            for submission in gradebook.assignment_submissions(name)
        }


def _table(
    folder: Path, assignment: Assignment, scores: Mapping[str, tuple[float, float]]
) -> Table:
    table = Table(show_lines=True, header_style="bold")
    table.add_column("student")
    table.add_column("handed in")
    table.add_column("score", justify="right")
    table.add_column("why", ratio=1, overflow="fold")
    for student, answer in _answers(assignment).items():
        score = scores.get(student)
        earned = f"{points(score[0])} / {points(score[1])}" if score else "not graded"
        why = _why(folder, assignment.name, student)
        table.add_row(student, clean(answer.title), earned, why)
    return table


def _why(folder: Path, name: str, student: str) -> str:
    """Give the explanations in a submission's report: each once, and one for each named mistake."""
    path = folder / "autograded" / student / name / f"{name}.report.json"
    report = Report.from_dict(json.loads(path.read_text(encoding="utf-8")))
    first: dict[str, tuple[str, str]] = {}
    for check in report.checks:
        if check.verdict not in FULL_POINTS:
            called = (check.diagnosis or {}).get("misconception") or ""
            first.setdefault(check.cell, (called or check.message, check.message))
    lines: dict[str, tuple[list[str], str]] = {}
    for cell, (mistake, message) in first.items():
        told = message if mistake == message else f"{message} ({mistake})"
        lines.setdefault(mistake, ([], told))[0].append(cell)
    told = "\n".join(f"{_listed(cells)}: {message}" for cells, message in lines.values())
    return clean(told, 1500) or "every check passed"


def _listed(names: Sequence[str]) -> str:
    if len(names) <= 3:
        return ", ".join(names)
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"
