"""The command `migrate`: what to change in an nbgrader notebook of a course's own."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "list, cell by cell, what makes an nbgrader notebook of yours one that we grade"
    migrate = commands.add_parser("migrate", help=what, description=what)
    migrate.add_argument("notebook", type=Path, help="the instructor's version, with solutions")
    migrate.add_argument(
        "-a", "--assignment", help="whose checks (name or folder); by default what fits best"
    )
    migrate.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="write the assignment that it becomes"
    )
    migrate.add_argument(
        "--write", type=Path, metavar="NOTEBOOK", help="write the notebook with all of it done"
    )
    migrate.add_argument("--markdown", type=Path, metavar="FILE", help="the list, to work through")
    migrate.add_argument("--json", type=Path, metavar="FILE", help="the list, for programs")
    migrate.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace) -> int:
    from autograder.build import notebook_text
    from autograder.migrating import migrate
    from autograder.migrating.listing import print_list, to_markdown
    from autograder.migrating.packing import write_pack
    from autograder.pack import load_assignment

    assignment = load_assignment(options.assignment) if options.assignment else None
    for path in (options.write, options.markdown, options.json, options.output):
        if path is not None and os.path.lexists(path):
            raise UsageError(f"{path}: it is there already. Choose another name.")
    found = migrate(options.notebook, assignment)
    print_list(found)
    if options.output is not None:
        folder = write_pack(found, options.output)
        print(folder)
        print(
            f"Next: autograder generate {folder} -o COURSE/source/{found.name}; and in the "
            "course's nbgrader_config.py: c.PackPreprocessor.packs = "
            f'{{"{found.name}": "{folder.resolve()}"}}'
        )
    texts = {
        options.write: lambda: notebook_text(found.notebook()),
        options.markdown: lambda: to_markdown(found),
        options.json: lambda: json.dumps(found.to_data(), indent=1, ensure_ascii=False) + "\n",
    }
    for path, text in texts.items():
        if path is not None:
            _write(path, text())
            print(path)
    return 0


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all; what is there stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=f".{path.name}-", encoding="utf-8", delete=False
        ) as file:
            file.write(text)
        try:
            os.chmod(file.name, 0o644)
            os.link(file.name, path)
        finally:
            os.unlink(file.name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be written ({reason}). Choose another.") from error
