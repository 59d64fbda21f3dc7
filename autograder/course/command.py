"""`adlearn course`: make a course of several assignments, and try it before it is released."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course.choosing import chosen
from autograder.course.folder import open_course
from autograder.course.making import make_course
from autograder.course.trying import SOLUTION, STUBS, Tried, try_course
from autograder.errors import AutograderError, UsageError
from autograder.feedback import clean, points
from autograder.steps import Steps


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default the command line's.

    Returns
    -------
    int
        0 if it worked and there is nothing to mend, 1 if there is, 2 if it cannot start.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"adlearn course: {error}", file=sys.stderr)
        return 2
    except AutograderError as error:
        print(f"adlearn course: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="adlearn course", description=__doc__)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    what = "make an nbgrader course of several assignments, or add to one what it lacks"
    new = actions.add_parser("new", help=what, description=what)
    new.add_argument("folder", type=Path, metavar="DIR")
    new.add_argument(
        "--assignments", metavar="A,B", help="names or folders; by default all that are installed"
    )
    new.add_argument("--id", metavar="COURSE_ID", help="its name; by default the folder's")
    new.add_argument("--install", metavar="WHAT", help="what the notebooks install, as in Colab")
    new.set_defaults(run=_new)
    what = "try every assignment of a course in a copy, and say what to mend before release"
    check = actions.add_parser("check", help=what, description=what)
    check.add_argument("folder", type=Path, metavar="DIR")
    check.set_defaults(run=_check)
    return parser


def _new(options: argparse.Namespace) -> int:
    done = make_course(
        options.folder, chosen(options.assignments), options.id, install=options.install
    )
    if options.install and all(one.what == "kept" for one in done if one.path.endswith(".ipynb")):
        print(
            "note: --install was not used: it is written into source notebooks that are made, and "
            "all of them are there. Delete those that you have not edited, and give the command "
            "again; or set `course` in their first cell by hand."
        )
    for one in done:
        print(f"{one.what:8}{one.path}" + (f": {one.advice}" if one.advice else ""))
    print(
        f"Next: say in {options.folder / 'header.ipynb'} whom to ask, read "
        f"{options.folder / 'README.md'}, and try it: adlearn course check {options.folder}"
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    course = open_course(options.folder)
    console = Console(highlight=False, soft_wrap=True)
    with Steps(console) as steps:
        tried = try_course(course, steps.start)
    console.print(_table(tried))
    for one in tried:
        for note in one.notes:
            console.print(f"note: {clean(one.name)}: {clean(note)}", markup=False)
    found = sum(len(one.problems) for one in tried)
    noted = any(one.notes for one in tried)
    if found:
        said = f"{found} thing{'s' * (found != 1)} to mend."
    else:
        said = "Nothing to mend: " + ("read the notes, then " * noted) + "release it."
    console.print(said, markup=False)
    return 1 if found else 0


def _table(tried: Sequence[Tried]) -> Table:
    table = Table(show_lines=True, header_style="bold")
    table.add_column("assignment")
    table.add_column("solution", justify="right")
    table.add_column("stubs", justify="right")
    table.add_column("to mend before release", ratio=1, overflow="fold")
    for one in tried:
        scores = [one.scores.get(student) for student in (SOLUTION, STUBS)]
        earned = [f"{points(score[0])} / {points(score[1])}" if score else "" for score in scores]
        problems = clean("\n".join(f"- {text}" for text in one.problems), 6000)
        table.add_row(clean(one.name), *earned, _plain(problems or "nothing"))
    return table


def _plain(text: str) -> str:
    """Keep square brackets from being read as markup."""
    return text.replace("[", r"\[")
