"""The command `view`: submissions as their students saw them, with what was found beside."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "show a submission as its student saw it, with verdicts and what only you may read"
    view = commands.add_parser("view", help=what, description=what)
    view.add_argument("results", type=Path)
    view.add_argument("names", nargs="*", metavar="NAME", help="whose (default: everybody's)")
    view.add_argument(
        "-o", "--output", type=Path, help="a folder; for one submission also a file (.html)"
    )
    view.add_argument("-a", "--assignment", help="its name or its folder (default: as in results)")
    view.set_defaults(run=_view)


def _view(options: argparse.Namespace) -> int:
    from autograder.classroom.grades import grades_of
    from autograder.overview.submissions import assignment_of, chosen, view_pages
    from autograder.pages_folder import write_all

    every = grades_of(options.results)
    assignment = assignment_of(every, options.assignment)
    wanted = chosen(every, options.names)
    pages = view_pages(wanted, options.results, assignment)
    if not pages:
        said = " ".join(f"{one.student.id}: {one.problem}" for one in wanted[:5])
        raise UsageError(f"{options.results}: there is nothing to show. {said}".strip())
    folder = options.output or options.results / "html"
    if folder.suffix == ".html":
        if len(pages) != 1:
            raise UsageError(
                f"{folder}: one page holds one submission, and these are {len(pages)}. Name one, "
                "or give a folder with -o."
            )
        (write,) = pages.values()
        pages, folder = {folder.name: write}, folder.parent
    source = options.results / "view"
    if not options.names:
        print(*write_all(pages, folder, source), sep="\n")
        return 0
    for name, write in pages.items():  # each by itself: pages of others that are there stay
        print(*write_all({name: write}, folder, source / name))
    return 0
