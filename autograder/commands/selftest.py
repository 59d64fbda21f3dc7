"""The command `selftest`: the grader is graded."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.numbers import count
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands


#: What a self-test of its own kind would leave out, though somebody asked for it.
_ALONE = {
    "seeds": ("diagnosis", "mutants", "record", "changed", "markdown"),
    "diagnosis": ("mutants", "record", "changed"),
}


def add(commands: Commands) -> None:
    """Add it."""
    selftest = commands.add_parser(
        "selftest", help="grade the grader: answers whose verdict is known, and mutants"
    )
    selftest.add_argument("assignment", help="its name, or the path of its folder")
    selftest.add_argument("--mutants", action="store_true", help="also change its answers by rule")
    selftest.add_argument(
        "--diagnosis", action="store_true", help="what each wrong answer's mistake is called"
    )
    selftest.add_argument("--seed", type=int, default=0, help="other seeds draw other cases")
    selftest.add_argument(
        "--seeds",
        type=count,
        metavar="N",
        help="do points depend on the seed? N of them are tried",
    )
    selftest.add_argument("--jobs", type=count, default=2, metavar="N", help="processes that grade")
    selftest.add_argument("--markdown", type=Path, metavar="FILE", help="write it all as a page")
    selftest.add_argument(
        "--record", action="store_true", help="with mutants, and keep in the pack that it was done"
    )
    selftest.add_argument(
        "--changed", action="store_true", help="only what has changed since it was last recorded"
    )
    selftest.set_defaults(run=_selftest)


def _selftest(options: argparse.Namespace) -> int:
    from autograder.pack import load_assignment
    from autograder.trial import diagnosis_table, seeds, selftest

    for word, besides in _ALONE.items():
        dropped = [f"--{name}" for name in besides if getattr(options, name)]
        if getattr(options, word) and dropped:
            raise UsageError(
                f"--{word} does not go with {' and '.join(dropped)}: run it by itself."
            )
    if options.seeds:
        assignment = load_assignment(options.assignment)
        return seeds.command(assignment, seed=options.seed, seeds=options.seeds, jobs=options.jobs)
    if options.diagnosis:
        assignment = load_assignment(options.assignment)
        return diagnosis_table.command(
            assignment, seed=options.seed, jobs=options.jobs, markdown=options.markdown
        )
    assignment = load_assignment(options.assignment)
    if assignment.edition is not None and options.record:
        raise UsageError(
            f"--record is about a whole pack, and {options.assignment} is an edition of one. Name "
            f"{assignment.folder}."
        )
    return selftest.command(
        assignment,
        seed=options.seed,
        jobs=options.jobs,
        with_mutants=options.mutants,
        markdown=options.markdown,
        record=options.record,
        changed=options.changed,
    )
