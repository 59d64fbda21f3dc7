"""The command `collect`: what learning platforms export, taken in to be graded."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.classroom.people import Student
    from autograder.commands import Commands
    from autograder.incoming.collect import Collected
    from autograder.incoming.terms import Terms


def add(commands: Commands) -> None:
    """Add it."""
    what = "take in what students handed in: archives of Canvas, Moodle, Gradescope, and folders"
    collect = commands.add_parser("collect", help=what, description=what)
    collect.add_argument(
        "sources", nargs="+", type=Path, metavar="PATH", help="archives, or folders"
    )
    collect.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    collect.add_argument("-o", "--output", type=Path, default=Path("submitted"), metavar="DIR")
    add_terms(collect)
    collect.add_argument("--max-megabytes", type=float, default=20.0, metavar="N")
    collect.set_defaults(run=_collect)


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a class hands in; `terms_of` reads them."""
    parser.add_argument("--roster", type=Path, metavar="CSV", help="who is in the class")
    parser.add_argument(
        "--from",
        dest="system",
        choices=("canvas", "moodle", "gradescope", "folder"),
        default="",
        help="where it comes from (by default its names say so)",
    )
    parser.add_argument("--due", default="", metavar="TIME", help='such as "2026-11-20 23:59"')
    parser.add_argument(
        "--zone", default="", metavar="ZONE", help="of times without one, such as Europe/Berlin"
    )
    parser.add_argument(
        "--attempts", choices=("latest", "first", "best"), default="", help="which one counts"
    )
    parser.add_argument(
        "--late",
        default="",
        metavar="RULE",
        help="what coming late costs: per-day:10, late-days:5, or FILE.py:function",
    )


def terms_of(options: argparse.Namespace) -> Terms:
    """Give the terms that the options say."""
    from autograder.classroom.late import rule
    from autograder.classroom.roster import read_roster
    from autograder.incoming.terms import Terms
    from autograder.incoming.times import zone_called

    late = options.late
    file, colon, function = late.rpartition(":")
    if colon and file.endswith(".py"):  # grades may be worked out elsewhere
        late = f"{Path(file).resolve()}:{function}"
    if late:
        rule(late)
    roster = read_roster(options.roster) if options.roster else None
    zone = zone_called(options.zone)
    return Terms(roster, options.system, options.due, zone, options.attempts, late)


def _collect(options: argparse.Namespace) -> int:
    from autograder.incoming.collect import collect
    from autograder.pack import load_assignment
    from autograder.tables import Unpacking

    for source in options.sources:
        if not source.exists():
            raise UsageError(f"{source}: there is no such file or folder. Check the path.")
    assignment = load_assignment(options.assignment)
    most = int(options.max_megabytes * 2**20)
    with Unpacking() as progress:
        collected = collect(
            options.sources,
            options.output,
            assignment.name,
            terms_of(options),
            most,
            progress.follow,
        )
    say(collected, options.output)
    return 1 if collected.problems else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _called(student: Student) -> str:
    from autograder.names import plain

    return plain(f"{student.id} ({student.name})" if student.name else student.id)


def say(collected: Collected, folder: Path) -> None:
    """Print what came in, who has handed in nothing, and what waits for a person."""
    from autograder.incoming.came_in import FILE, print_list

    known = collected.known
    print_list(collected.rows)
    for system in dict.fromkeys(collected.systems):
        print(f"taken for: {'a folder' if system == 'folder' else f'an export of {system}'}.")
    late = sum(bool(one.late_seconds) or one.marked_late for one in known.attempts)
    unknown = sum(not one.handed_in for one in known.attempts)
    if known.due:
        print(f"due {known.due}: {late} late; of {unknown} it is not known when they came.")
    there = len({one.student for one in known.attempts})
    attempts = _counted(len(known.attempts), "attempt")
    print(f"{attempts} of {_counted(there, 'student')} in {folder}/.")
    if collected.missing and known.with_roster:
        listed = "; ".join(map(_called, collected.missing))
        print(f"nothing came from {len(collected.missing)} of {len(known.students)}: {listed}.")
    for problem in collected.problems:
        print(f"to be looked at: {problem}", file=sys.stderr)
    print(f"Every file is in {folder / FILE}.")
