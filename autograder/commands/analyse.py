"""The command `analyse`: what a class found hard, whom questions tell apart, what went wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "write an item analysis of a results folder: one page, which names nobody"
    analyse = commands.add_parser("analyse", aliases=["analyze"], help=what, description=what)
    analyse.add_argument("results", type=Path)
    analyse.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the page goes")
    analyse.add_argument(
        "-a", "--assignment", help="its name or its folder (default: as in results)"
    )
    analyse.add_argument(
        "--names", action="store_true", help="say whose examples are, and show their submissions"
    )
    analyse.set_defaults(run=_analyse)


def _analyse(options: argparse.Namespace) -> int:
    from autograder.classroom.grades import grades_of
    from autograder.overview.analysis_page import PAGE, analyse, analysis_page, examples_in
    from autograder.overview.submissions import assignment_of, view_pages
    from autograder.pages_folder import write_all

    every = grades_of(options.results)
    assignment = assignment_of(every, options.assignment)
    found = analyse(every)
    for one in found.grades:
        if one.report is None:
            print(f"not graded: {one.name}: {one.problem}", file=sys.stderr)
    texts: dict[str, Callable[[], str]] = {}
    links = None
    if options.names:
        examples = examples_in(found)
        texts.update(view_pages(examples, options.results, assignment))
        links = dict(zip((one.name for one in examples), texts, strict=True))
    texts[PAGE] = lambda: analysis_page(found, options.results, assignment, links)
    folder = options.output or options.results / "html"
    print(write_all(texts, folder, options.results / "analyse")[-1])
    return 0
