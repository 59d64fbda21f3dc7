"""The command `language`: tables of the sentences that students read, for translators."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands
    from autograder.language.collecting import Place

_WHAT = "make or bring up to date the table of a language, and compile it"


def add(commands: Commands) -> None:
    """Add it."""
    command = commands.add_parser("language", help=_WHAT, description=_WHAT)
    command.add_argument("code", help="the language, such as fr or pt_BR")
    command.add_argument(
        "-a",
        "--assignment",
        action="append",
        default=[],
        metavar="PACK",
        help="the sentences of this pack, into its folder language/; may be repeated",
    )
    command.add_argument(
        "--grader", action="store_true", help="the grader's own sentences, too (alone: no -a)"
    )
    command.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="the folder with the table"
    )
    command.add_argument(
        "--compile", action="store_true", help="compile what is there, and change nothing in it"
    )
    command.set_defaults(run=_language)


def _language(options: argparse.Namespace) -> int:
    from autograder.language.tables import CODE
    from autograder.language.translating import compiled, update
    from autograder.pack import load_assignment

    if not CODE.fullmatch(options.code):
        raise UsageError(f"{options.code!r} is no language's code. Such are de, fr and pt_BR.")
    packs = [load_assignment(name) for name in options.assignment]
    own = packs[0].folder / "language" if len(packs) == 1 else Path("language")
    folder = options.output or own
    path = folder / f"{options.code}.po"
    try:
        if options.compile:
            table = compiled(path)
        else:
            grader = options.grader or not packs
            table = update(options.code, folder, _places(options.assignment, grader))
    except ValueError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}.") from error
    for problem in table.wrong:
        print(f"not used: {problem}", file=sys.stderr)
    print(f"{table.path}: {table.said} of {table.all} sentences are translated.")
    return 1 if table.wrong else 0


def _places(packs: list[str], grader: bool) -> Iterator[Place]:
    from autograder.language.collecting import of_grader
    from autograder.language.packs import of_pack
    from autograder.pack import load_assignment

    for pack in packs:
        yield from of_pack(load_assignment(pack))
    if grader:
        yield from of_grader()
