"""The command `grade`: many notebooks, hidden checks included."""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.compare import add_compare_to, show
from autograder.commands.numbers import count
from autograder.commands.speaking import add_language, speak
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.classroom.grades import Grade
    from autograder.classroom.handed_in import Class
    from autograder.commands import Commands
    from autograder.report import Report
    from autograder.results import Outcome


def add(commands: Commands) -> None:
    """Add it."""
    grade = commands.add_parser("grade", help="grade notebooks, hidden checks included")
    grade.add_argument("paths", nargs="+", metavar="PATH", help="notebooks, or folders of them")
    grade.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    grade.add_argument("-o", "--output", type=Path, default=Path("results"), metavar="DIR")
    grade.add_argument("--seed", type=int, help="repeat a run: its seed stands in every result")
    grade.add_argument(
        "-j",
        "--jobs",
        type=count,
        metavar="N",
        help="processes that grade (default: all cores); with --dask, how many are under way",
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
    grade.add_argument(
        "--dask",
        metavar="SCHEDULER",
        help="grade on a Dask cluster: its scheduler's address, or its scheduler file",
    )
    grade.add_argument(
        "--compare",
        type=Path,
        metavar="OLD",
        help="then list whose points change from these results, and why; with their seed",
    )
    add_compare_to(grade)
    add_language(grade)
    grade.set_defaults(run=_grade)


def _grade(options: argparse.Namespace) -> int:
    from autograder.batch import Wish, grade_all
    from autograder.classroom.decisions import read_decisions
    from autograder.classroom.grades import counted, grades_of
    from autograder.finding import find
    from autograder.names import shown
    from autograder.pack import load_assignment
    from autograder.tables import Progress

    speak(options)
    assignment = load_assignment(options.assignment)
    seed = options.seed if options.compare is None else _begin_comparing(options)
    read_decisions(options.output)  # a table that cannot be read is told before the long work

    @functools.cache
    def rules() -> Callable[[str, Report], Report]:
        return counted(options.output)  # which says whose class it is when grading has begun

    with contextlib.ExitStack() as stack:
        executor = None
        if options.dask is not None:
            from autograder.executors.dask import connected

            executor = stack.enter_context(connected(options.dask))
        progress = stack.enter_context(Progress(lambda name, report: rules()(name, report)))
        outcomes, found = grade_all(
            lambda held: find(options.paths, assignment.name, options.output, held),
            assignment,
            options.output,
            wish=Wish(tuple(options.only), options.force, options.regrade),
            seed=seed,
            jobs=options.jobs,
            max_bytes=int(options.max_megabytes * 2**20),
            watch=progress,
            allow_weak=options.allow_weak_isolation,
            executor=executor,
            say=progress.say,
        )
    asked = {outcome.name for outcome in outcomes}
    grades = [one for one in grades_of(options.output) if asked & {one.name, *one.others}]
    _show(grades)
    for one in found.submissions:
        if one.numbered and one.name in asked:
            print(f"{one.name} is {shown(one.path)}: another one has the name that it would have.")
    for path, reason in found.left_out:
        print(f"left out: {shown(path)}: {reason.rstrip('.')}.", file=sys.stderr)
    if found.known is not None:
        _say_which_attempts(found.known)
    status = _closing_words(outcomes, options.output)
    if options.compare is not None:
        status = max(status, show(options.compare, options.output, options.compare_to))
    return status


def _show(grades: Sequence[Grade]) -> None:
    """Print the table of the grades that count, and what is to be known of them."""
    from autograder.feedback import amount, changed
    from autograder.names import plain
    from autograder.tables import results_table

    reports = {grade.name: grade.report for grade in grades if grade.report is not None}
    results_table(reports)
    for name, report in reports.items():
        for made in report.decisions:
            given = amount(made.points, made.possible)
            print(f"decided by hand: {name}: {made.cell}: {given}.")
        for change in report.adjustments:
            print(f"adjusted: {name}: {plain(changed(change))}")
    for grade in grades:
        if grade.note:
            print(f"note: {plain(grade.name)}: {grade.note}", file=sys.stderr)


def _begin_comparing(options: argparse.Namespace) -> int | None:
    """See to it that results can be compared, and give the seed of this grading."""
    from autograder.classroom.comparison_texts import can_be_written
    from autograder.classroom.decisions import FILE, read_decisions, write_decisions
    from autograder.results import read_folder, seed_of

    old, new = options.compare, options.output
    if os.path.realpath(old) == os.path.realpath(new):
        raise UsageError(f"--compare {old}: results go there, too. Choose another folder with -o.")
    if options.compare_to is not None:
        can_be_written(options.compare_to)
    seed = seed_of(read_folder(old))
    decisions = read_decisions(old)
    if decisions and not (new / FILE).exists():
        try:
            new.mkdir(parents=True, exist_ok=True)
            write_decisions(decisions.values(), new)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(
                f"{new}: it cannot be written ({reason}). Choose another -o."
            ) from error
        print(f"What was decided by hand in {old} counts in {new}, too ({len(decisions)}).")
    if options.seed is not None:
        return int(options.seed)
    print(f"The seed is that of {old}, {seed}: the same cases are drawn.")
    return seed


def _say_which_attempts(known: Class) -> None:
    others = len(known.attempts) - len(known.to_grade())
    if others:
        more = "1 more is" if others == 1 else f"{others} more are"
        print(f"The {known.policy} attempt of each student counts; {more} not graded.")


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
