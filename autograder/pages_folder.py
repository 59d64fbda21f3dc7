"""A folder of pages: a report replaces and removes what reports wrote there, and nothing else.

What it wrote stands in a file of its own beside the pages. So the page of a submission whose result
does not count any more is taken away before somebody hands it out, and nobody's own file is lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from autograder.errors import UsageError
from autograder.files import write_whole
from autograder.results import write_json

#: What a folder of pages says of what was written there: file to the results it was made of.
WRITTEN = ".autograder-pages.json"


def write_all(
    pages: Mapping[str, Callable[[], str]], folder: Path, results: Path | None = None
) -> list[Path]:
    """Write pages, each whole or not at all, and remove those that are of no result any more.

    Parameters
    ----------
    pages : mapping
        Name of a file to what gives its text.
    folder : Path
    results : Path, optional
        What they are made of: pages of other results that lie in the same folder stay.

    Returns
    -------
    list of Path

    Raises
    ------
    UsageError
        If the folder cannot be written, or something of one of these names is there that no report
        wrote: before anything is changed.
    """
    source = "" if results is None else os.path.relpath(results, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _written(folder)
        for name in pages:
            if name not in before and os.path.lexists(folder / name):
                raise UsageError(
                    f"{folder / name}: this is there already, and no report wrote it. Choose "
                    "another folder with -o."
                )
        stems = {os.path.splitext(name)[0] for name in ("index.html", *pages)}
        for name, of in list(before.items()):
            if of == source and os.path.splitext(name)[0] not in stems:
                (folder / name).unlink(missing_ok=True)
                del before[name]
        write_json({**before, **dict.fromkeys(pages, source)}, folder / WRITTEN)
        return [write_whole(text(), folder / name, flushed=False) for name, text in pages.items()]
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{folder}: pages cannot be written here ({reason}). Mend that or choose another "
            "folder with -o, and give the same command again."
        ) from error


def _written(folder: Path) -> dict[str, str]:
    """Give what reports wrote here, with the results it was made of."""
    try:
        data = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
        return {name: str(of) for name, of in data.items() if name == os.path.basename(name)}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def write_table(text: str, path: Path) -> Path:
    """Write a table, in place of an earlier one if there is one.

    Raises
    ------
    UsageError
        If it cannot be written, or something else is there, such as a notebook or a result.
    """
    try:
        if path.is_file() and not _is_table(path):
            raise UsageError(
                f"{path}: this is there already, and it is no table of autograder's. Choose "
                "another -o, or remove it."
            )
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{path}: it cannot be written ({reason}). Mend that, or choose another -o."
        ) from error
    return path


#: How the tables of `autograder.outgoing.tables` begin.
_TABLES = (b"name,submission,", b'{\n  "results": {')


def _is_table(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(40)
    return not beginning or beginning.startswith(_TABLES)
