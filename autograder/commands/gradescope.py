"""The command `gradescope`: this grader inside Gradescope."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.speaking import add_language, speak

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    gradescope = commands.add_parser("gradescope", help="use this grader inside Gradescope")
    actions = gradescope.add_subparsers(title="actions", metavar="ACTION", required=True)
    init = actions.add_parser("init", help="write the archive that Gradescope takes")
    init.add_argument(
        "-a",
        "--assignment",
        required=True,
        help="its name, its folder, or the file of an edition that release has written",
    )
    init.add_argument("-o", "--output", type=Path, required=True, metavar="ZIP", help="or a folder")
    init.add_argument(
        "--hidden",
        choices=("visible", "after_due_date", "after_published", "hidden"),
        default="after_published",
        help="when students see hidden checks (default: after_published)",
    )
    init.add_argument("--seed", type=int, help="of the cases that all submissions get")
    init.add_argument(
        "--wheels", type=Path, metavar="DIR", help="what to install, instead of what is here"
    )
    init.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where little keeps submissions apart: code that you trust",
    )
    add_language(init)
    init.set_defaults(run=_init)
    run = actions.add_parser("run", help="grade a submission: Gradescope calls this")
    run.add_argument("--root", type=Path, metavar="DIR", help="in place of /autograder")
    run.set_defaults(run=_run)


def _init(options: argparse.Namespace) -> int:
    import sys

    from autograder.grading import new_seed
    from autograder.outgoing.gradescope_bundle import bundle, write_bundle
    from autograder.outgoing.gradescope_run import Settings
    from autograder.pack import load_assignment

    speak(options)
    assignment = load_assignment(options.assignment)
    seed = new_seed() if options.seed is None else options.seed
    settings = Settings(seed, options.hidden, options.allow_weak_isolation)
    files = bundle(assignment, settings, options.wheels)
    print(write_bundle(files, options.output))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(f"It needs Python {version}, which it installs with apt-get where that has it.")
    return 0


def _run(options: argparse.Namespace) -> int:
    from autograder.outgoing.gradescope_run import run

    print(run(options.root))
    return 0
