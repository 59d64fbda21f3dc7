"""The command `grade`: many notebooks, hidden checks included."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.numbers import count
from autograder.commands.speaking import add_language, speak

if TYPE_CHECKING:
    from autograder.commands import Commands
    from autograder.results import Outcome


def add(commands: Commands) -> None:
    """Add it."""
    grade = commands.add_parser("grade", help="grade notebooks, hidden checks included")
    grade.add_argument("paths", nargs="+", metavar="PATH", help="notebooks, or folders of them")
    grade.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    grade.add_argument("-o", "--output", type=Path, default=Path("results"), metavar="DIR")
    grade.add_argument("--seed", type=int, help="repeat a run: its seed stands in every result")
    grade.add_argument(
        "-j", "--jobs", type=count, metavar="N", help="processes that grade (default: all cores)"
    )
    grade.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="only this one; may be repeated"
    )
    grade.add_argument(
        "--force", action="store_true", help="grade also what was graded and has not changed"
    )
    grade.add_argument(
        "--regrade", default="", metavar="Q", help="ask this question or graded cell anew"
    )
    grade.add_argument("--max-megabytes", type=float, default=20.0, metavar="N")
    grade.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where little keeps submissions apart: code that you trust",
    )
    add_language(grade)
    grade.set_defaults(run=_grade)


def _grade(options: argparse.Namespace) -> int:
    from autograder.batch import Wish, grade_all
    from autograder.finding import find
    from autograder.names import shown
    from autograder.pack import load_assignment
    from autograder.tables import Progress, results_table

    speak(options)
    assignment = load_assignment(options.assignment)
    with Progress() as progress:
        outcomes, found = grade_all(
            lambda held: find(options.paths, assignment.name, options.output, held),
            assignment,
            options.output,
            wish=Wish(tuple(options.only), options.force, options.regrade),
            seed=options.seed,
            jobs=options.jobs,
            max_bytes=int(options.max_megabytes * 2**20),
            watch=progress,
            allow_weak=options.allow_weak_isolation,
        )
    results_table({o.name: o.report for o in outcomes if o.report is not None})
    asked = {outcome.name for outcome in outcomes}
    for one in found.submissions:
        if one.numbered and one.name in asked:
            print(f"{one.name} is {shown(one.path)}: another one has the name that it would have.")
    for path, reason in found.left_out:
        print(f"left out: {shown(path)}: {reason.rstrip('.')}.", file=sys.stderr)
    return _closing_words(outcomes, options.output)


def _closing_words(outcomes: Sequence[Outcome], folder: Path) -> int:
    from autograder.sandbox.levels import in_words

    failed = [outcome for outcome in outcomes if not outcome.graded]
    graded = len(outcomes) - len(failed)
    if graded:
        found = [outcome.report.isolation for outcome in outcomes if outcome.report is not None]
        print(in_words(min(found, key=lambda one: one.get("level", 0))))
    print(f"{graded} of {len(outcomes)} graded; results in {folder}/.")
    for outcome in outcomes:
        for reason in outcome.retries:
            what = f"the process that graded it {reason}"
            print(f"asked again: {outcome.name}: {what}.", file=sys.stderr)
    for outcome in failed:
        print(f"not graded: {outcome.problem}", file=sys.stderr)
    return 1 if failed else 0
