"""The command `similar`: which submissions are more alike than two people's own work is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.numbers import count

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "show which submissions are much alike, side by side: to look at, never a grade"
    similar = commands.add_parser("similar", help=what, description=what)
    similar.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="notebooks or folders")
    similar.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    similar.add_argument("-o", "--output", type=Path, default=Path("similar"), metavar="DIR")
    similar.add_argument(
        "--earlier",
        action="append",
        default=[],
        type=Path,
        metavar="PATH",
        help="last year's submissions, or a solution on the web (.ipynb or .py); may be repeated",
    )
    similar.add_argument(
        "--pairs", type=count, default=100, metavar="N", help="how many are shown (default: 100)"
    )
    similar.set_defaults(run=_similar)


def _similar(options: argparse.Namespace) -> int:
    from autograder.commands.progress import reading
    from autograder.overview.dress import percent
    from autograder.pack import load_assignment
    from autograder.similarity.classes import read_class, write_pages
    from autograder.similarity.reading import Known
    from autograder.similarity.side_by_side import NO_VERDICT

    assignment = load_assignment(options.assignment)
    known = Known.of(assignment)
    with reading("reading submissions") as progress:
        found = read_class(options.paths, options.earlier, assignment, known, progress)
    for problem in found.unread.values():
        print(f"not compared: {problem}", file=sys.stderr)
    source = options.paths[0] / "similar"
    compared, page = write_pages(found, assignment, known, options.output, source, options.pairs)
    standing = [pair for pair in compared.pairs if pair.stands_out]
    for pair in standing[:20]:
        print(
            f"{pair.first.name} and {pair.second.name}: {percent(pair.of_first)} and "
            f"{percent(pair.of_second)} of what few others wrote"
        )
    if len(standing) > 20:
        print(f"and {len(standing) - 20} more pairs that stand out")
    print(f"{len(found.everybody)} compared; {len(standing)} pairs stand out. {NO_VERDICT}")
    print(page)
    return 1 if found.unread else 0
