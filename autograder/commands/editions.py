"""What `release` and `generate` are told of an edition: questions, points, numbers of students."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.edition import ByStudent
    from autograder.pack import Assignment


def add_options(command: argparse.ArgumentParser, release: bool) -> None:
    """Add the options; those about each student are for releases."""
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
    command.add_argument(
        "--variants-by-id",
        metavar="WORD",
        help="one notebook for all, in which numbers are drawn from a student's id and this word "
        "(no secret, such as algebra-2026)",
    )
    command.set_defaults(variants=None, secret=None)
    if release:
        command.add_argument(
            "--variants",
            type=Path,
            metavar="ROSTER",
            help="a notebook for each student of this CSV file, with numbers of their own",
        )
        command.add_argument(
            "--secret",
            type=Path,
            metavar="FILE",
            help="what only you know, from which those are drawn; it is made if it is missing "
            "(default: the variable AUTOGRADER_SECRET)",
        )


def edition_wanted(whole: Assignment, options: argparse.Namespace) -> Assignment:
    """Give the edition of an assignment that the options ask for; without any, all of it.

    Raises
    ------
    UsageError
        If they ask for what cannot be.
    """
    from autograder.edition import Edition, listed_names, listed_points, seen_from
    from autograder.pack import edited, installed_folder

    variants = _by_student(options)
    if not (options.questions or options.given or options.points or variants):
        return whole
    installed = whole.folder == installed_folder(whole.name)
    return edited(
        whole,
        Edition(
            whole.name if installed else seen_from(options.output, whole.folder),
            listed_names(options.questions, "--questions") if options.questions else (),
            listed_names(options.given, "--given") if options.given else (),
            listed_points(options.points) if options.points else {},
            variants,
            file=options.output / f"{whole.name}.toml",
        ),
    )


def _by_student(options: argparse.Namespace) -> ByStudent | None:
    """Say where the numbers of each student come from, and make the secret if it is missing."""
    from autograder.edition import ByStudent, seen_from
    from autograder.variants.roster import student_ids
    from autograder.variants.secret import make_secret

    if options.secret is not None and options.variants is None:
        raise UsageError("--secret is what numbers are drawn from: say for whom, by --variants.")
    if options.variants_by_id is not None:
        if options.variants is not None:
            raise UsageError("--variants and --variants-by-id do not go together: choose one.")
        word = options.variants_by_id.strip()
        if not word:
            raise UsageError("--variants-by-id needs a word, such as algebra-2026.")
        return ByStudent(word=word)
    if options.variants is None:
        return None
    if not options.variants.is_file():
        raise UsageError(f"--variants {options.variants}: there is no such file.")
    if options.variants.resolve().is_relative_to(options.output.resolve()):
        raise UsageError(
            f"--variants {options.variants}: it would be handed out with {options.output}/. Choose "
            "another -o, or move the roster."
        )
    student_ids(options.variants)  # before a secret is made for it
    secret = ""
    if options.secret is not None:
        if make_secret(options.secret, options.output):
            print(f"{options.secret}: the course's secret, made now. Keep it, and keep it apart.")
        secret = seen_from(options.output, options.secret)
    return ByStudent(roster=seen_from(options.output, options.variants), secret=secret)


def what_is_asked(assignment: Assignment) -> str:
    """Say what an edition asks, what that is worth, and what is given away."""
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
