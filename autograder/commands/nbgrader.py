"""The command `nbgrader`: this grader inside nbgrader."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    nbgrader = commands.add_parser("nbgrader", help="use this grader inside nbgrader")
    actions = nbgrader.add_subparsers(title="actions", metavar="ACTION", required=True)
    init = actions.add_parser("init", help="write a course folder's configuration")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.set_defaults(run=_init_course)
    what = "enter what `autograder decide` wrote into the gradebook, as points by hand"
    enter = actions.add_parser("decisions", help=what, description=what)
    enter.add_argument("folder", type=Path, metavar="COURSE")
    enter.add_argument("assignment")
    enter.set_defaults(run=_enter_decisions)


def _init_course(options: argparse.Namespace) -> int:
    from autograder.nbgrader.course import init_course

    print(init_course(options.folder))
    return 0


def _enter_decisions(options: argparse.Namespace) -> int:
    from autograder.nbgrader.decisions import enter_decisions

    said, problems = enter_decisions(options.folder, options.assignment)
    print(*said, sep="\n")
    for problem in problems:
        print(problem, file=sys.stderr)
    pages = f"nbgrader generate_feedback {options.assignment} --force"
    print(f"Then write the pages anew: {pages}")
    return 1 if problems else 0
