"""The command `compare`: whose points change between two folders of results, and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands

_WHAT = """\
List whose points change between two folders of results of the same class, and why. Exit status: 0
if nobody's do, 1 if somebody's do.
"""


def add(commands: Commands) -> None:
    """Add it."""
    what = "list whose points change between two folders of results, and why"
    comparing = commands.add_parser("compare", help=what, description=_WHAT)
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    add_compare_to(comparing)
    comparing.set_defaults(run=_compare)


def add_compare_to(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the whole list goes."""
    parser.add_argument(
        "--compare-to", type=Path, metavar="FILE", help="the whole list: .csv, .html or .md"
    )


def _compare(options: argparse.Namespace) -> int:
    return show(options.old, options.new, options.compare_to)


def show(old: Path, new: Path, to: Path | None) -> int:
    """Print whose points change, and write the whole list; give 1 if somebody's do, else 0."""
    from autograder.classroom.comparing import compare
    from autograder.classroom.comparison_texts import (
        can_be_written,
        print_comparison,
        write_comparison,
    )

    if to is not None:
        can_be_written(to)
    found = compare(old, new)
    print_comparison(found)
    if to is not None:
        print(write_comparison(found, to))
    return 1 if found.changes else 0
