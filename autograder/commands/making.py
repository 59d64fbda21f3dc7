"""The commands `generate` and `release`: notebooks for instructors and for students."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.commands.editions import add_options
from autograder.commands.speaking import add_language, speak
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
        add_options(command, release=name == "release")
        add_language(command)
        command.add_argument(
            "--force", action="store_true", help="write also over what this command did not write"
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
    from autograder.commands.editions import edition_wanted, what_is_asked
    from autograder.edition import written
    from autograder.files import write_whole
    from autograder.fitting import verify_edition_answers
    from autograder.grading import assignment_checks
    from autograder.installing import NO_SOURCE
    from autograder.pack import load_assignment

    speak(options)
    whole = load_assignment(options.assignment)
    assignment = edition_wanted(whole, options)
    checks = assignment_checks(assignment)  # what does not fit together must not reach students
    edition = assignment.edition
    if edition is not None and edition.cuts:
        verify_edition_answers(assignment, checks)
    wheel = Path(options.install or "")
    beside = wheel.suffix == ".whl" and wheel.is_file()
    path = options.output / f"{assignment.name}.ipynb"
    made = edition if whole.edition is None else None
    try:
        if not options.force:
            for _, where in _each(assignment, path):
                _verify_ours(where, _OUR_NOTEBOOK)
            if made is not None and made.file is not None:
                _verify_ours(made.file, _OUR_EDITION)
        for one, where in _each(assignment, path):
            print(write_notebook(build(one, wheel.name if beside else options.install), where))
            if beside:
                print(shutil.copy(wheel, where.parent))
        if made is not None and made.file is not None:
            print(write_whole(written(made), made.file))
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
        print(f"note: {what_is_asked(assignment)} Grade it with -a {edition.file}", file=sys.stderr)
    return 0


#: What stands in the notebooks and in the files of editions that are written here.
_OUR_NOTEBOOK, _OUR_EDITION = b'"role": "public-checks"', b"# An edition of an assignment"


def _verify_ours(path: Path, mark: bytes) -> None:
    """See to it that nothing is written over that somebody else has written.

    Raises
    ------
    UsageError
        If there is something that does not bear our mark.
    """
    if path.exists() and not (path.is_file() and mark in path.read_bytes()):
        raise UsageError(
            f"{path}: this is there already, and autograder has not written it. Choose another -o, "
            "or add --force to write over it."
        )


def _each(assignment: Assignment, path: Path) -> Iterator[tuple[Assignment, Path]]:
    """Give the notebooks that are written: one, or one for each student in a folder of theirs."""
    students = assignment.students
    if students is None or not students.ids:
        yield assignment, path
        return
    for student in students.ids:
        yield assignment.of_student(student), path.parent / student / path.name
