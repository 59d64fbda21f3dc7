"""An instructor's notebook, read with all that nbgrader's metadata says, in whatever schema."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.notebook import MAX_ID, cell_entry, cell_text, parse_notebook, read_bytes
from autograder.recognize import Statement, statements
from autograder.source import TO_BE_WRITTEN, clear_solutions

#: The newest schema of nbgrader's metadata, and the one that is written.
SCHEMA = 3

#: Most points that a cell may have.
MOST_POINTS = 1_000_000


@dataclass(frozen=True)
class SourceCell:
    """A cell of the instructor's notebook.

    Parameters
    ----------
    number : int
        Its place, from 1.
    kind, text : str
    metadata : dict
        As it stands in the file.
    marks : dict
        What nbgrader's metadata says, in its newest schema; empty if it says nothing.
    attached : tuple of str
        Names of the pictures that are attached to it.
    """

    number: int
    kind: str
    text: str
    metadata: Mapping[str, Any]
    marks: Mapping[str, Any]
    attached: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its `grade_id`."""
        return str(self.marks.get("grade_id", ""))

    @property
    def points(self) -> float:
        """What it is worth."""
        return float(self.marks.get("points", 0))

    @property
    def is_test(self) -> bool:
        """Whether nbgrader grades it by running it."""
        return bool(self.marks.get("grade") and not self.marks["solution"])

    @property
    def by_hand(self) -> bool:
        """Whether a person grades what is written in it."""
        return bool(self.marks.get("grade") and self.marks["solution"])

    @property
    def is_solution(self) -> bool:
        """Whether students write code in it."""
        return self.kind == "code" and bool(self.marks.get("solution"))

    @property
    def first_line(self) -> str:
        """The first line that says something."""
        lines = [line.strip() for line in self.text.splitlines()]
        return next((one for one in lines if one and not one.startswith(("%", "!"))), "") or next(
            filter(None, lines), ""
        )

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of a code cell."""
        return statements(self.text) if self.kind == "code" else ()

    @property
    def unwritten(self) -> bool:
        """Whether there is a stub where the solution should be."""
        text = self.text.strip()
        stub = clear_solutions("").strip()
        return TO_BE_WRITTEN in text and stub.splitlines()[-1] in text or not text


@dataclass(frozen=True)
class Source:
    """The instructor's notebook.

    Parameters
    ----------
    path : Path
    document : dict
        All of it, as JSON.
    cells : tuple of SourceCell
    """

    path: Path
    document: dict[str, Any]
    cells: tuple[SourceCell, ...]


def read_source_notebook(path: str | Path) -> Source:
    """Read an instructor's nbgrader notebook.

    Raises
    ------
    SubmissionError
        If it cannot be read, is no nbgrader notebook, or nbgrader itself would refuse it; the
        message names the cell and the remedy.
    """
    path = Path(path)
    data = read_bytes(path)
    parse_notebook(data, path)  # it refuses what is no notebook
    document = json.loads(data.decode("utf-8-sig"))
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise SubmissionError(
            path, "it holds halves of characters", "Open it in Jupyter, save it, and try again."
        ) from error
    cells = tuple(_cell(path, n, one) for n, one in enumerate(document["cells"], start=1))
    _verify(path, cells)
    return Source(path, document, cells)


def _cell(path: Path, number: int, cell: Any) -> SourceCell:
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    metadata = cell.get("metadata", {}) if isinstance(cell, dict) else None
    if kind not in ("code", "markdown", "raw") or not isinstance(metadata, dict):
        raise SubmissionError(
            path, f"cell {number} is no cell", "Open it in Jupyter, save it, and try again."
        )
    if cell_entry(cell, "adlearn", "role"):
        raise SubmissionError(
            path,
            f"cell {number} has a role already, so this notebook was migrated",
            "Edit notebook.py in the folder that was made of it.",
        )
    attached = cell.get("attachments")
    names = tuple(attached) if isinstance(attached, dict) else ()
    return SourceCell(number, kind, cell_text(cell), metadata, _marks(path, number, cell), names)


def _marks(path: Path, number: int, cell: dict[str, Any]) -> dict[str, Any]:
    """Bring nbgrader's metadata to its newest schema, as ``nbgrader update`` does."""

    def refuse(problem: str, remedy: str) -> SubmissionError:
        return SubmissionError(path, f"cell {number}: {problem}", remedy)

    raw = cell["metadata"].get("nbgrader", {}) if "metadata" in cell else {}
    if not isinstance(raw, dict):
        raise refuse("its nbgrader metadata is no table", "Mark the cell anew in Jupyter.")
    version = raw.get("schema_version", 0)
    if isinstance(version, bool) or version not in range(SCHEMA + 1):
        raise refuse(
            f"its nbgrader metadata has the schema {str(version)[:20]!r}",
            f"Schemas up to {SCHEMA} are known: save it with nbgrader 0.9.",
        )
    flags = {name: raw.get(name) is True for name in ("grade", "solution", "locked", "task")}
    if not any(flags.values()):
        return {}
    if flags["task"]:
        flags |= {"grade": False, "solution": False}
    name = raw.get("grade_id")
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_ID:
        raise refuse("it is marked for nbgrader and has no grade_id", "Give it one.")
    if cell["cell_type"] != "code" and not flags["task"] and flags["grade"] != flags["solution"]:
        raise refuse(
            "it is text, and marked as what only code can be",
            "Mark it as a manually graded answer, or as read-only.",
        )
    marks = {**flags, "grade_id": name, "schema_version": SCHEMA}
    if flags["grade"] or flags["task"]:
        marks["points"] = _points(raw.get("points", 0), refuse)
    return marks


def _points(value: Any, refuse: Any) -> float:
    try:
        points = float(value) if value != "" and not isinstance(value, bool) else 0.0
    except (TypeError, ValueError):
        points = math.nan
    if not math.isfinite(points) or points > MOST_POINTS:
        raise refuse(f"its points are {str(value)[:20]!r}", "Give it a number of points.")
    points = max(points, 0.0)  # as nbgrader reads those of its first schema
    return int(points) if points.is_integer() else points


def _verify(path: Path, cells: tuple[SourceCell, ...]) -> None:
    """See to it that the notebook is one that was made for nbgrader, with its solutions."""
    seen: dict[str, int] = {}
    for cell in cells:
        if cell.id and cell.id in seen:
            raise SubmissionError(
                path,
                f"cells {seen[cell.id]} and {cell.number} have one grade_id, {cell.id!r}",
                "Rename one of them.",
            )
        seen[cell.id] = cell.number
        try:
            clear_solutions(cell.text, solution=False)
        except ValueError as error:
            raise SubmissionError(
                path, f"cell {cell.number}: {error}", "Each BEGIN SOLUTION needs an END SOLUTION."
            ) from error
    solutions = [cell for cell in cells if cell.is_solution]
    if not solutions:
        raise SubmissionError(
            path,
            "no code cell of it is marked as a solution for nbgrader",
            "Give the instructor's version; or write an assignment of your own.",
        )
    if all(cell.unwritten for cell in solutions):
        raise SubmissionError(
            path,
            "its solution cells hold stubs, so this is what students get",
            "Give the instructor's version, with the solutions.",
        )
