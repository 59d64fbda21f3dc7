"""A folder of pages: a report replaces and removes what reports wrote there, and nothing else.

What it wrote stands in a file of its own beside the pages. So the page of a submission whose result
does not count any more is taken away before somebody hands it out, and nobody's own file is lost.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.errors import UsageError
from autograder.files import WRITING, write_whole
from autograder.results import write_json

#: What a folder of pages says of what was written there: file to the results it was made of.
WRITTEN = ".autograder-pages.json"


def write_all(
    pages: Mapping[str, Callable[[], str]], folder: Path, results: Path | None = None
) -> list[Path]:
    """Write pages, all of them or none, and remove those that are of no result any more.

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
        stale = [
            name
            for name, of in before.items()
            if of == source and os.path.splitext(name)[0] not in stems
        ]
        return _all_or_none(pages, folder, {**before, **dict.fromkeys(pages, source)}, stale)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{folder}: pages cannot be written here ({reason}). Mend that or choose another "
            "folder with -o, and give the same command again."
        ) from error


def _all_or_none(
    pages: Mapping[str, Callable[[], str]],
    folder: Path,
    written: Mapping[str, str],
    stale: Sequence[str],
) -> list[Path]:
    """Write all pages into a folder beside their places, and only then move them there."""
    aside = Path(tempfile.mkdtemp(dir=folder, prefix=WRITING))
    try:
        for name, text in pages.items():
            write_whole(text(), aside / name, flushed=False)
        write_json(written, folder / WRITTEN)
        for name in pages:
            os.replace(aside / name, folder / name)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
        kept = {name: of for name, of in written.items() if name not in stale}
        write_json(kept, folder / WRITTEN)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [folder / name for name in pages]


def _written(folder: Path) -> dict[str, str]:
    """Give what reports wrote here, with the results it was made of."""
    try:
        data = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
        return {name: str(of) for name, of in data.items() if name == os.path.basename(name)}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def write_table(
    content: str | bytes, path: Path, ours: Callable[[bytes], bool] | None = None
) -> Path:
    """Write one file, whole or not at all, in place of an earlier one if there is one.

    Parameters
    ----------
    content : str or bytes
    path : Path
    ours : callable, optional
        Says of the bytes of a file that is there whether a report wrote it; by default whether it
        begins as our tables do.

    Raises
    ------
    UsageError
        If it cannot be written, or something else is there, such as a notebook or a result.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    try:
        if path.is_file() and not (ours or _is_table)(path.read_bytes()):
            raise UsageError(
                f"{path}: this is there already, and it is no table of autograder's. Choose "
                "another -o, or remove it."
            )
        if path.exists() and not path.is_file():  # such as a pipe, or /dev/stdout
            path.write_bytes(data)
            return path
        return write_whole(data, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{path}: it cannot be written ({reason}). Mend that, or choose another -o."
        ) from error


#: How the tables of `autograder.outgoing` begin.
TABLES = (
    b"name,submission,",
    b'{\n  "results": {',
    b"student,student_name,name,question,",
    b'{"version": 1, "student": {"id": ',
    b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>',
    b'{\n  "extra_data": {\n    "autograder": {',
)


def _is_table(data: bytes) -> bool:
    return not data or data.startswith(TABLES)
