"""`adlearn demo`: a whole small course, from the assignment's source to feedback pages.

Everything an instructor would do by hand is done here with nbgrader's own commands; only the
grading inside them is ours.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.bank_answers import Answer
from autograder.build import answered_notebook, source_notebook, write_notebook
from autograder.course.choosing import chosen, packs_of
from autograder.errors import AssignmentError, AutograderError, UsageError
from autograder.feedback import clean, points, to_be_graded
from autograder.nbgrader.commands import gradebook_scores, gradebook_waiting, run_nbgrader
from autograder.nbgrader.course import init_course
from autograder.pack import Assignment, load_assignment
from autograder.report import FULL_POINTS, Report
from autograder.steps import Steps


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``-o FOLDER`` chooses where the course is made; by default ``./adlearn-demo``.
        ``--assignments scalar,tensor`` shows a class with two assignments.

    Returns
    -------
    int
        0 if every submission was graded, 1 if nbgrader failed, 2 if the demo cannot start.
    """
    parser = argparse.ArgumentParser(prog="adlearn demo", description=_DESCRIPTION)
    parser.add_argument("-o", "--output", type=Path, default=Path("adlearn-demo"), metavar="DIR")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("-a", "--assignment", default="scalar", help="its name or its folder")
    which.add_argument(
        "--assignments", metavar="A,B", help="several, with commas between their names or folders"
    )
    parser.add_argument("--install", metavar="WHAT", help="what the notebook installs, as in Colab")
    options = parser.parse_args(arguments)
    try:
        if options.assignments is not None:
            assignments = chosen(options.assignments)
        else:
            assignments = [load_assignment(options.assignment)]
        if options.install is not None:
            assignments = [replace(one, install=options.install) for one in assignments]
        return _run(options.output, assignments)
    except UsageError as error:
        print(f"adlearn demo: {error}", file=sys.stderr)
        return 2
    except AutograderError as error:
        print(f"adlearn demo: {error}", file=sys.stderr)
        return 1


_DESCRIPTION = (
    "Make a small course, release an assignment, grade a class of twelve through nbgrader, and "
    "show the scores with their explanations. Takes less than a minute for each assignment."
)


#: What everybody but the one with the stubs writes where a person grades.
WORDS = "Some sentences, which a person reads."


def _run(folder: Path, assignments: Sequence[Assignment]) -> int:
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise UsageError(f"{folder} is already there. Remove it, or choose another with -o DIR.")
    for assignment in assignments:
        _answers(assignment)  # a misspelt name is told before anything is made
    started = time.perf_counter()
    console = Console(highlight=False, soft_wrap=True)
    with Steps(console) as steps:
        notebooks = "the assignment's source notebook"
        if len(assignments) > 1:
            notebooks = f"the source notebooks of {', '.join(one.name for one in assignments)}"
        steps.start(f"make a course in {folder}, with {notebooks}")
        init_course(folder)
        if where := packs_of(assignments):
            with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                config.write(f"\nc.PackPreprocessor.packs = {where!r}\n")
        for assignment in assignments:
            name = assignment.name
            write_notebook(source_notebook(assignment), folder / "source" / name / f"{name}.ipynb")
        for assignment in assignments:
            _go_through(folder, assignment, steps, f"{assignment.name}: " * (len(assignments) > 1))
    scores = {one.name: gradebook_scores(folder, one.name) for one in assignments}
    shown = {
        name: _in_words(earned, gradebook_waiting(folder, name)) for name, earned in scores.items()
    }
    for assignment in assignments:
        title = f"{assignment.name}: {assignment.title}" if len(assignments) > 1 else None
        console.print(_table(folder, assignment, shown[assignment.name], title))
    if len(assignments) > 1:
        console.print(_gradebook_table(shown))
    name, earned = next(iter(scores.items()))
    student = next((who for who, (got, most) in earned.items() if got < most), "")
    console.print(
        f"Feedback pages, one for each student, such as "
        f"{folder / 'feedback' / student / name / name}.html\n"
        f"Done in {time.perf_counter() - started:.0f} seconds."
    )
    return 0 if all(len(scores[one.name]) == len(one.demo) for one in assignments) else 1


def _go_through(folder: Path, assignment: Assignment, steps: Steps, which: str) -> None:
    """Release one assignment, have it handed in, grade it, and write the feedback pages."""
    name = assignment.name
    steps.start(f"{which}release it to the students: nbgrader generate_assignment")
    run_nbgrader(folder, "generate_assignment", name)
    steps.start(f"{which}hand in {len(assignment.demo)} submissions")
    _hand_in(folder, assignment)
    steps.start(f"{which}grade them: nbgrader autograde, with our engine inside")
    run_nbgrader(folder, "autograde", name)
    steps.start(f"{which}write the feedback pages: nbgrader generate_feedback")
    run_nbgrader(folder, "generate_feedback", name)


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
            cells = {**dict.fromkeys(assignment.open, WORDS), **answer.cells}
            write_notebook(answered_notebook(assignment, cells, answer.own), handed_in)


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
    if not assignment.demo:
        raise AssignmentError(
            f"{assignment.folder / 'assignment.toml'}: it has no table [demo], which says what a "
            'class hands in, such as ada = "right" and ben = "stubs". Add one, or show another.'
        )
    for student, kind in assignment.demo.items():
        if kind not in known:
            raise AssignmentError(
                f"{assignment.folder / 'assignment.toml'}: {student} of [demo] hands in {kind!r}, "
                "and there is no such answer. Say 'right', 'stubs', the name of a file in wrong/, "
                "or 'right/' and the name of one in right/."
            )
    return {student: known[kind] for student, kind in assignment.demo.items()}


def _in_words(
    scores: Mapping[str, tuple[float, float]], waiting: Mapping[str, float]
) -> dict[str, str]:
    """Write each student's score; what waits for a person is in no total."""
    return {
        student: f"{points(own)} / {points(most)}"
        + (f" + {to_be_graded(waiting[student], short=True)}" if student in waiting else "")
        for student, (own, most) in scores.items()
    }


def _gradebook_table(scores: Mapping[str, Mapping[str, str]]) -> Table:
    """Show the gradebook: a row for each student, a column for each assignment."""
    table = Table(header_style="bold", title="The gradebook")
    table.add_column("student")
    for name in scores:
        table.add_column(name, justify="right")
    for student in sorted({who for earned in scores.values() for who in earned}):
        table.add_row(student, *(earned.get(student, "") for earned in scores.values()))
    return table


def _table(
    folder: Path, assignment: Assignment, scores: Mapping[str, str], title: str | None
) -> Table:
    table = Table(show_lines=True, header_style="bold", title=title)
    table.add_column("student")
    table.add_column("handed in")
    table.add_column("score", justify="right")
    table.add_column("why", ratio=1, overflow="fold")
    for student, answer in _answers(assignment).items():
        score = scores.get(student, "not graded")
        table.add_row(student, clean(answer.title), score, _why(folder, assignment.name, student))
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
