"""The command `import`: a submission made of files of another kind."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "make a submission of .py files or of a notebook, by the names they define"
    importing = commands.add_parser("import", help=what, description=what)
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".py or .ipynb")
    importing.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    importing.add_argument("-o", "--output", required=True, type=Path, metavar="NOTEBOOK")
    importing.add_argument("--force", action="store_true", help="write over what is there")
    importing.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from autograder.build import write_notebook
    from autograder.importing import import_files
    from autograder.importing.table import print_import
    from autograder.pack import load_assignment

    assignment, path = load_assignment(options.assignment), options.output
    if path.exists() and not options.force:
        raise UsageError(f"{path}: it is there already. Choose another -o, or add --force.")
    found = import_files(options.files, assignment)
    print_import(found, assignment)
    try:
        print(write_notebook(found.notebook, path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be written ({reason}). Choose another -o.") from error
    return 0 if found.complete else 1
