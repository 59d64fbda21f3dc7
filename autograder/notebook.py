"""A submitted notebook, read with suspicion: only the text of its cells is kept.

Outputs, points, all metadata other than what a cell is called, and everything else a submission
says about itself are dropped here, so nothing later can come to believe them.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError

#: Largest file that is opened, in bytes. Source is small; what is larger is stored output.
MAX_BYTES = 20 * 2**20

#: Most lists, dictionaries and entries of these that a file may hold: each takes up to a hundred
#: times the memory that it takes in the file, while large outputs are few long texts.
MAX_PARTS = 2_000_000

#: Most cells a notebook may have.
MAX_CELLS = 2000

#: Longest id that is kept; ours are far shorter.
MAX_ID = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a submission.

    Parameters
    ----------
    id : str
        Its `grade_id`, or an empty string for a cell of the student's own.
    source : str
        Its text.
    number : int
        Its place among all cells of the notebook, from 1.
    role : str
        What its own metadata says it is for. Only a student's own `autograder check` looks at it;
        grading asks the assignment.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    notebook_id : str
        The id that the notebook format gives every cell, which some editors keep when they drop
        all else.
    """

    id: str
    source: str
    number: int
    role: str = ""
    kind: str = "code"
    notebook_id: str = ""


@dataclass(frozen=True, slots=True)
class Notebook:
    """The cells of a submission, in order, with the hash of the bytes they were read from.

    Parameters
    ----------
    path : Path
    sha256 : str
    cells : tuple of Cell
        Its code cells.
    texts : tuple of Cell
        Its Markdown and raw cells: an answer may stand in one.
    """

    path: Path
    sha256: str
    cells: tuple[Cell, ...]
    texts: tuple[Cell, ...] = ()

    def in_order(self) -> list[Cell]:
        """Give all cells, code and text, as they stand."""
        return sorted([*self.cells, *self.texts], key=lambda cell: cell.number)

    def to_data(self) -> dict[str, Any]:
        """Give the notebook as JSON-able data, to be handed to another program."""
        return {"sha256": self.sha256, "cells": [asdict(cell) for cell in self.in_order()]}

    @classmethod
    def from_data(cls, data: dict[str, Any], path: str | Path) -> Notebook:
        """Rebuild a notebook from `to_data`'s data."""
        return _notebook(path, data["sha256"], [Cell(**cell) for cell in data["cells"]])


_CARRIED = re.compile(r"^check\.load\(\s*(['\"])(?P<name>.+?)\1", re.MULTILINE)


def carried_checks(sources: Iterable[str]) -> str:
    """Give the name of the assignment whose public checks one of these cells carries, if any."""
    found = filter(None, map(_CARRIED.search, sources))
    return next((one["name"] for one in found), "")


def read_notebook(
    path: str | Path, max_bytes: int = MAX_BYTES, below: str | Path | None = None
) -> Notebook:
    """Read a submitted notebook.

    Parameters
    ----------
    path : path-like
        The ``.ipynb`` file.
    max_bytes : int
        Larger files are refused before they are read.
    below : path-like, optional
        A folder above it: no folder between the two may be a link.

    Returns
    -------
    Notebook

    Raises
    ------
    SubmissionError
        If the file cannot be graded; the message names the file and the remedy.

    Examples
    --------
    >>> read_notebook("missing.ipynb")
    Traceback (most recent call last):
    ...
    autograder.errors.SubmissionError: missing.ipynb: there is no such file. Check the path.
    """
    return parse_notebook(read_bytes(path, max_bytes, below), path)


def parse_notebook(data: bytes, path: str | Path) -> Notebook:
    """Read a notebook from bytes; `path` is only used to speak about it."""

    def refuse(problem: str, remedy: str) -> SubmissionError:
        return SubmissionError(path, problem, remedy)

    reopen = "Open it in Jupyter, save it and submit the saved file."
    if not data.strip():
        raise refuse("the file is empty", "Ask for the file again: it may have been cut short.")
    verify_parts(data, path)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refuse("this is not a notebook (its text is not JSON)", reopen) from error
    if not isinstance(document, dict):
        raise refuse("this is JSON but not a notebook", reopen)
    if document.get("nbformat") != 4:
        written = document.get("nbformat", "unknown")
        raise refuse(
            f"this notebook is in format {written}; only format 4 is graded",
            "Open it in a current Jupyter, save it and submit the saved file.",
        )
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise refuse("this notebook has no list of cells", reopen)
    if len(cells) > MAX_CELLS:
        raise refuse(f"this notebook has {len(cells)} cells", f"Keep it under {MAX_CELLS}.")
    notebook = _notebook(path, hashlib.sha256(data).hexdigest(), _cells(cells))
    if not notebook.cells and not any(cell.id for cell in notebook.texts):
        raise refuse("this notebook has no code cells", "Submit the notebook that was released.")
    return notebook


def verify_parts(data: bytes, path: str | Path) -> None:
    """Raise `SubmissionError` if so many parts are in a file that reading it fills the memory."""
    parts = sum(map(data.count, (b"[", b"{", b",")))
    if parts > MAX_PARTS:
        raise SubmissionError(
            path,
            f"the file consists of {parts} parts, and nearly all of them must be stored output",
            "Clear all outputs, save and submit the saved file.",
        )


def _notebook(path: str | Path, sha256: str, cells: list[Cell]) -> Notebook:
    code = tuple(cell for cell in cells if cell.kind == "code")
    return Notebook(Path(path), sha256, code, tuple(cell for cell in cells if cell.kind != "code"))


def read_bytes(
    path: str | Path, max_bytes: int = MAX_BYTES, below: str | Path | None = None
) -> bytes:
    """Read a submitted file without following a link; parameters as of `read_notebook`.

    Whoever hands in a link chooses what the grader reads with its own rights: the solution, say, or
    what a classmate handed in.

    Raises
    ------
    SubmissionError
        If it is no ordinary file, too large, or cannot be read.
    """
    path = Path(path)
    try:
        descriptor = _opened(path, None if below is None else Path(below))
    except FileNotFoundError as error:
        raise SubmissionError(path, "there is no such file", "Check the path.") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise SubmissionError(path, *A_LINK) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise SubmissionError(path, f"it cannot be opened ({reason})", "Check it.") from error
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise SubmissionError(path, "this is a folder", "Name the .ipynb file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(path, "this is not an ordinary file", "Submit a .ipynb file.")
        if status.st_size > max_bytes:
            raise _too_large(path, status.st_size, max_bytes)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SubmissionError(path, f"it cannot be read ({reason})", "Check it.") from error
    finally:
        os.close(descriptor)
    if len(data) > max_bytes:  # it grew
        raise _too_large(path, len(data), max_bytes)
    return data


#: What is said of a link that was handed in, and the remedy.
A_LINK = ("this is a link: ask for the file itself", "Links are not followed.")


def _opened(path: Path, below: Path | None) -> int:
    """Open a file whatever it is: a pipe is not waited for, and the last link is not followed.

    With a folder above it, folder by folder, so that none of those between is a link either.
    """
    once = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | once
    if below is None or os.open not in os.supports_dir_fd:
        return os.open(path, flags)
    *folders, name = path.relative_to(below).parts
    at = os.open(below, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            if stat.S_ISLNK(os.stat(folder, dir_fd=at, follow_symlinks=False).st_mode):
                raise OSError(errno.ELOOP, "a link")  # what opening it says differs by system
            inner = os.open(folder, flags | os.O_DIRECTORY, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(name, flags, dir_fd=at)
    finally:
        os.close(at)


def _too_large(path: Path, size: int, most: int) -> SubmissionError:
    return SubmissionError(
        path,
        f"the file has {size / 2**20:.0f} MB, more than {most / 2**20:.0f} MB, "
        "and nearly all of that must be stored output",
        "Clear all outputs and save, or raise --max-megabytes.",
    )


def _cells(cells: list[Any]) -> list[Cell]:
    found = []
    for number, cell in enumerate(cells, start=1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind not in ("code", "markdown", "raw"):
            continue
        if not isinstance(cell.get("source", ""), (str, list)):
            continue
        name = cell.get("id")
        found.append(
            Cell(
                cell_entry(cell, "nbgrader", "grade_id"),
                cell_text(cell),
                number,
                cell_entry(cell, "adlearn", "role"),
                kind,
                name[:MAX_ID] if isinstance(name, str) else "",
            )
        )
    return found


def cell_text(cell: dict[str, Any]) -> str:
    """Give a cell's text, or an empty one if it is none."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def cell_entry(cell: dict[str, Any], group: str, key: str) -> str:
    """Give a text from a cell's metadata, cut; or an empty one if anything is odd about it."""
    metadata = cell.get("metadata")
    inner = metadata.get(group) if isinstance(metadata, dict) else None
    value = inner.get(key) if isinstance(inner, dict) else None
    return value[:MAX_ID] if isinstance(value, str) else ""
