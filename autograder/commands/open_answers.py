"""The command `open`: all answers of a class to a question in words, to be graded in one go."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands

_WHAT = """\
Write the answers of a class to a question in words as a page, without names, with the rubric; and a
table beside it, which takes the points. Filled in, it is read by: autograder decide RESULTS --from.
Without a question, list those that a person grades.
"""


def add(commands: Commands) -> None:
    """Add it."""
    what = "answers in words, one below the other, to be graded by a person"
    opening = commands.add_parser("open", help=what, description=_WHAT)
    opening.add_argument("results", type=Path)
    opening.add_argument("question", nargs="?", default="", help="the question, or its cell")
    opening.add_argument("-o", "--output", type=Path, metavar="PAGE.html")
    opening.add_argument(
        "--separator",
        choices=(",", ";"),
        default=",",
        help="of the table's columns; a spreadsheet with decimal commas wants ;",
    )
    opening.set_defaults(run=_open)


def _open(options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import Results
    from autograder.classroom.open_answers import (
        MARK,
        answers_of,
        left_out,
        page,
        questions_of,
        read_sheet_before,
        sheet,
    )
    from autograder.classroom.own_files import write_own

    results = Results(options.results)
    if not options.question:
        for cell, (all_, graded) in questions_of(results).items():
            print(f"{cell}: {all_} answers, {graded} with points")
        if not questions_of(results):
            print("No question here is in words.")
        return 0
    found = answers_of(results, options.question)
    path: Path = options.output or Path(f"{options.question}.html")
    table = path.with_suffix(".csv")
    if table == path:
        raise UsageError(f"{path}: this is to be a page. Choose a name with .html.")
    before = read_sheet_before(table)
    print(write_own(page(found, table.name), path, MARK))
    print(write_own(sheet(found, before, options.separator), table, ""))
    for line in left_out(found, before):
        print(f"was handed in or graded anew, and is left out: {line}", file=sys.stderr)
    lost = [grade for grade in results.grades if grade.name and grade.report is None]
    for grade in lost:
        print(f"not among them: {grade.name}: {grade.problem}", file=sys.stderr)
    return 0
