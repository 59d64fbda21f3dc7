"""The commands `generate` and `release`: notebooks for instructors and for students."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands
    from autograder.pack import Assignment

_INSTALL = (
    "what the notebook installs where adlearn is missing, as in Colab: the name it has in an "
    "index, an address, or a wheel, which is then put beside the notebook"
)


def add(commands: Commands) -> None:
    """Add both."""
    for name, run, what in (
        ("generate", _generate, "write the instructor's notebook, with solutions"),
        ("release", _release, "write the students' notebook, with stubs"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("assignment", help="its name, or the path of its folder")
        command.add_argument("-o", "--output", type=Path, default=Path("."), metavar="DIR")
        command.add_argument("--install", metavar="WHAT", help=_INSTALL)
        command.add_argument("--questions", metavar="Q,Q", help="ask only these, as in q1,q2")
        command.add_argument(
            "--given",
            metavar="Q,Q",
            help="do not ask these, and put their answers into the notebook, worked out",
        )
        command.add_argument(
            "--points",
            metavar="Q=N,...",
            help="what questions or graded cells are worth, as in q1=10,q2-mul=4",
        )
        command.set_defaults(run=run)


def _generate(options: argparse.Namespace) -> int:
    from autograder.build import source_notebook

    return _write(options, source_notebook)


def _release(options: argparse.Namespace) -> int:
    from autograder.build import release_notebook

    return _write(options, release_notebook)


def _write(options: argparse.Namespace, build: Callable[[Assignment, str | None], Any]) -> int:
    from autograder.build import write_notebook
    from autograder.edition import written
    from autograder.fitting import verify_edition_answers
    from autograder.grading import assignment_checks
    from autograder.installing import NO_SOURCE
    from autograder.pack import load_assignment
    from autograder.writing import write_whole

    assignment = _edition(load_assignment(options.assignment), options)
    checks = assignment_checks(assignment)  # what does not fit together must not reach students
    path = options.output / f"{assignment.name}.ipynb"
    edition = assignment.edition
    if edition is not None and edition.cuts:
        verify_edition_answers(assignment, checks)
    wheel = Path(options.install or "")
    beside = wheel.suffix == ".whl" and wheel.is_file()
    notebook = build(assignment, wheel.name if beside else options.install)
    try:
        print(write_notebook(notebook, path))
        if edition is not None and edition.file is None:
            print(write_whole(written(edition), path.with_suffix(".toml")))
        if beside:
            print(shutil.copy(wheel, path.parent))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be written ({reason}). Choose another -o.") from error
    if wheel.suffix == ".whl" and not beside and "://" not in options.install:
        print(
            f"note: there is no file {wheel}, so none was put beside the notebook: put a copy of "
            f"{wheel.name} into {path.parent}/ before students get it.",
            file=sys.stderr,
        )
    if not (assignment.install if options.install is None else options.install):
        print(f"note: {NO_SOURCE}", file=sys.stderr)
    if edition is not None:
        file = path.with_suffix(".toml") if edition.file is None else edition.file
        print(f"note: {_what_is_asked(assignment)} Grade it with -a {file}", file=sys.stderr)
    return 0


def _edition(whole: Assignment, options: argparse.Namespace) -> Assignment:
    """Give the edition of an assignment that the options ask for; without any, all of it."""
    from autograder.edition import Edition, listed_names, listed_points, seen_from
    from autograder.pack import edited, installed_folder

    if not (options.questions or options.given or options.points):
        return whole
    named = whole.folder if whole.folder != installed_folder(whole.name) else None
    return edited(
        whole,
        Edition(
            whole.name if named is None else seen_from(options.output, named),
            listed_names(options.questions, "--questions") if options.questions else (),
            listed_names(options.given, "--given") if options.given else (),
            listed_points(options.points) if options.points else {},
        ),
    )


def _what_is_asked(assignment: Assignment) -> str:
    from autograder.feedback import points
    from autograder.report import total

    asked = [
        f"{name} ({points(total(assignment.points_of(name).values()))})"
        for name in assignment.questions
    ]
    given = assignment.edition.given if assignment.edition is not None else ()
    worked = f" {', '.join(given)}: given, solutions and all." if given else ""
    every = points(total(assignment.points.values()))
    return f"asked: {', '.join(asked)}; {every} points in all.{worked}"
