"""The command `nbgrader`: this grader inside nbgrader."""

from __future__ import annotations

import argparse
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


def _init_course(options: argparse.Namespace) -> int:
    from autograder.nbgrader.course import init_course

    print(init_course(options.folder))
    return 0
