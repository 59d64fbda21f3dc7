"""The command `watch`: a folder that fills is graded as it fills."""

from __future__ import annotations

import argparse
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.collect import add_terms, say as say_collected, terms_of
from autograder.commands.numbers import count
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "grade what comes into a folder, until it is ended"
    watch = commands.add_parser("watch", help=what, description=what)
    watch.add_argument("folder", type=Path, help="of submissions, or of archives with --collect")
    watch.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    watch.add_argument("-o", "--output", type=Path, default=Path("results"), metavar="DIR")
    watch.add_argument(
        "--collect",
        type=Path,
        metavar="DIR",
        help="collect archives that come into the folder, and grade what comes into DIR by that",
    )
    add_terms(watch)
    watch.add_argument(
        "--every", type=_seconds, default=2.0, metavar="SECONDS", help="between two looks"
    )
    watch.add_argument("--seed", type=int, help="of all cases, where there are no results yet")
    watch.add_argument(
        "-j", "--jobs", type=count, metavar="N", help="processes that grade (default: all cores)"
    )
    watch.add_argument("--max-megabytes", type=float, default=20.0, metavar="N")
    watch.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where little keeps submissions apart: code that you trust",
    )
    watch.set_defaults(run=_watch)


def _seconds(text: str) -> float:
    number = float(text)
    if not 0.05 <= number <= 3600:
        raise argparse.ArgumentTypeError("between 0.05 and 3600 seconds")
    return number


def _watch(options: argparse.Namespace) -> int:
    from autograder.incoming.watching import Grading, Inbox, Watching
    from autograder.pack import load_assignment
    from autograder.signals import Stopped, stopping

    if not options.folder.is_dir():
        raise UsageError(f"{options.folder}: there is no such folder. Make it first.")
    terms = (options.roster, options.system, options.due, options.attempts, options.late)
    if options.collect is None and any(terms):
        raise UsageError("how a class hands in is only said with --collect DIR.")
    grading = Grading(
        load_assignment(options.assignment),
        options.output,
        options.seed,
        options.jobs,
        int(options.max_megabytes * 2**20),
        options.allow_weak_isolation,
    )
    inbox = Inbox(options.folder, terms_of(options)) if options.collect else None
    folder = options.collect or options.folder
    watching = Watching(folder, grading, inbox, _say, lambda found: say_collected(found, folder))
    try:
        with stopping():
            _say(f"watching {options.folder}/; results go to {options.output}/. Ctrl-C ends it.")
            watching.watch(options.every)
    except Stopped as stop:
        name = signal.Signals(stop.number).name
        _say(f"ended ({name}); {watching.graded} were graded. The same command goes on.")
    return 0


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)
