"""The command `decide`: points that a person gives, with a reason."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.classroom.deciding import Made, Results, Wish
    from autograder.commands import Commands

_WHAT = """\
Give a cell other points than the machine did, with a reason that its student reads; or give points
to an answer that only a person reads. Without a name, list what was decided.

  autograder decide results/ ada q3-mul --points 2 --reason "The idea is right."
  autograder decide results/ ada q8 --rubric clear,example
  autograder decide results/ --where q3-mul=failed:mul-swapped --points 4 --reason "..." --yes
  autograder decide results/ --from answers.csv      as `autograder open` wrote it, filled in
  autograder decide results/ ada q3-mul --remove
"""


def add(commands: Commands) -> None:
    """Add it."""
    decide = commands.add_parser(
        "decide",
        help="give points by hand, with a reason; list what was decided",
        description=_WHAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    decide.add_argument("results", type=Path)
    decide.add_argument("name", nargs="?", default="", help="the submission, or its student")
    decide.add_argument("cell", nargs="?", default="", help="the graded cell, or its question")
    decide.add_argument("--points", metavar="N", help="what the cell gets")
    decide.add_argument(
        "--rubric", default="", metavar="A,B", help="items that the answer is given"
    )
    decide.add_argument("--reason", default="", help="what the student reads of it")
    decide.add_argument("--by", default="", metavar="NAME", help="who decides, for yourself")
    decide.add_argument("--above", action="store_true", help="more points than possible are meant")
    decide.add_argument("--remove", action="store_true", help="what the machine says counts again")
    decide.add_argument(
        "--where",
        default="",
        metavar="CELL=VERDICT[:MISTAKE]",
        help="everybody with this verdict there; nothing is written without --yes",
    )
    decide.add_argument("--yes", action="store_true", help="write what --where has listed")
    decide.add_argument(
        "--from", dest="file", type=Path, metavar="FILE.csv", help="a filled-in table"
    )
    decide.set_defaults(run=_decide)


def _decide(options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import Results

    given = [word for word in ("name", "where", "file") if getattr(options, word)]
    if len(given) > 1:
        raise UsageError("give one of these: a submission's name, --where, --from.")
    if not given:
        if options.points or options.rubric or options.reason or options.remove or options.yes:
            raise UsageError("say whom it concerns: a submission's name and a cell, or --where.")
        return _list(Results(options.results))
    results = Results(options.results)
    if options.file:
        return _from_file(results, options)
    if options.where:
        return _where(results, options)
    if not options.cell:
        raise UsageError(
            f"say which cell of {options.name} it is: autograder decide results/ ada q3."
        )
    if options.remove:
        return _remove(results, options)
    return _one(results, options)


def _wish(options: argparse.Namespace) -> Wish:
    from autograder.classroom.deciding import Wish
    from autograder.classroom.spreadsheet import number

    try:
        points = None if options.points is None else number(options.points)
    except ValueError:
        raise UsageError(
            f"--points {options.points}: it must be a number that is not below 0, such as 2.5."
        ) from None
    items = tuple(filter(None, (one.strip() for one in options.rubric.split(","))))
    if points is None and not items:
        raise UsageError("say what it gets: --points 2, or the items of its rubric, --rubric a,b.")
    if not options.reason.strip() and not items:
        raise UsageError('give a reason, which the student reads: --reason "The idea is right."')
    return Wish(options.reason, points, items, options.by, options.above)


def _one(results: Results, options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import decide

    name = results.named(options.name)
    made = decide(results, [results.row(name, options.cell, _wish(options))], over=True)
    _say(results, made)
    return 0


def _where(results: Results, options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import concerned, decide, read_where

    where, wish = read_where(options.where), _wish(options)
    names, empty = concerned(results, where)
    rows = [results.row(name, where.cell, wish) for name in names]
    made = decide(results, rows, over=False, write=options.yes)
    _say(results, made, written=options.yes)
    if empty:
        print(
            f"Nothing is written there, so they are left out: {', '.join(empty)}. "
            f"If they are meant, too: --where {where.cell}={where.verdict}:unwritten."
        )
    if not options.yes:
        print("Nothing is written yet. Give the same command with --yes.")
    return 0 if options.yes else 1


def _from_file(results: Results, options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import decide
    from autograder.classroom.open_answers import read_answers

    rows, left, problems = read_answers(results, options.file, options.by)
    for problem in problems:
        print(f"not decided: {problem}", file=sys.stderr)
    if problems:
        print("Nothing is written. Mend these lines, and give the same command again.")
        return 1
    made = decide(results, rows, over=True)
    _say(results, made)
    if left:
        print(f"{left} answers have no points in {options.file} yet.")
    return 0


def _remove(results: Results, options: argparse.Namespace) -> int:
    from autograder.classroom.deciding import remove

    for row in remove(results.folder, results, options.name, options.cell):
        print(f"{row.name}: {row.points:g} points for {row.cell} are taken back ({row.reason}).")
    return 0


def _say(results: Results, made: Made, *, written: bool = True) -> None:
    """Say what was decided, in place of what, and what that makes of the whole."""
    from autograder.classroom.decisions import decided, possible_at
    from autograder.feedback import amount, score

    before = {(row.name, row.cell): row for row in made.replaced}
    for row in made.rows:
        report = results.report(row.name)
        whole = decided(report, [row])[0]
        (one,) = whole.decisions
        other = before.get((row.name, row.cell))
        was = ""
        if one.instead_of is not None:
            less = ", which is more" if one.instead_of > row.points else ""
            was = f", by machine {one.instead_of:g}{less}"
        if other is not None:
            was += f", decided before {other.points:g}"
        given = amount(row.points, possible_at(report, row.cell))
        print(f"{row.name}: {row.cell}: {given}{was}")
    for row in made.kept:
        print(
            f"{row.name}: {row.cell}: stays {amount(row.points)}, as it was decided ({row.reason})"
        )
    if written and len(made.rows) == 1:
        from autograder.classroom.grades import grades_of

        for grade in grades_of(results.folder):
            if grade.name == made.rows[0].name and grade.report is not None:
                print(f"{grade.name}: {score(grade.report)} in all.")


def _list(results: Results) -> int:
    from rich.console import Console
    from rich.table import Table

    from autograder.classroom.deciding import listed
    from autograder.feedback import clean, points

    found = listed(results)
    if not found:
        print("Nothing was decided by hand.")
        return 0
    table = Table(header_style="bold")
    for head in ("submission", "cell"):
        table.add_column(head, overflow="fold")
    table.add_column("points", justify="right")
    for head in ("the machine says now", "reason", "by"):
        table.add_column(head, overflow="fold")
    for one in found:
        row = one.row
        most = "" if one.possible is None else f" of {points(one.possible)}"
        given = f"{points(row.points)}{most}" if not one.problem else f"({points(row.points)})"
        reason = " ".join(filter(None, (row.reason, row.items and f"[{row.items}]")))
        by = " ".join(filter(None, (row.by, row.when)))
        cells = (clean(row.name, 60), clean(row.cell, 60), given)
        table.add_row(*cells, clean(one.machine, 90), clean(reason, 400), clean(by, 60))
    Console(highlight=False).print(table, markup=False)
    return _problems([one.problem for one in found if one.problem])


def _problems(problems: Sequence[str]) -> int:
    for problem in problems:
        print(f"does not count: {problem}", file=sys.stderr)
    return 1 if problems else 0
