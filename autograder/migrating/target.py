"""What a cell becomes, as it is decided bit by bit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.migrating.reading import SCHEMA, SourceCell

if TYPE_CHECKING:
    from autograder.migrating.solutions import Run

#: Longest id that the notebook format lets a cell have.
MAX_CELL_ID = 64


@dataclass(frozen=True)
class NewCell:
    """A cell that the notebook does not have yet.

    Parameters
    ----------
    text : str
    marks, ours : dict
        What stands under ``nbgrader`` and under ``adlearn`` in its metadata.
    why : str
    """

    text: str
    marks: dict[str, Any]
    ours: dict[str, Any]
    why: str


@dataclass
class Target:
    """A cell of the notebook, and what it becomes.

    Parameters
    ----------
    cell : SourceCell
    """

    cell: SourceCell
    text: str = ""
    kind: str = ""
    marks: dict[str, Any] = field(default_factory=dict)
    ours: dict[str, Any] = field(default_factory=dict)
    question: str = ""
    runs: list[Run] = field(default_factory=list)
    removed: bool = False
    own_test: bool = False
    why: list[str] = field(default_factory=list)
    after: list[NewCell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text, self.kind = self.cell.text, self.cell.kind
        self.marks = dict(self.cell.marks)


def marks(name: str, points: float | None = None, solution: bool = False) -> dict[str, Any]:
    """Write nbgrader's metadata in its newest schema."""
    made: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": name,
        "locked": not solution,
        "schema_version": SCHEMA,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        made["points"] = int(points) if float(points).is_integer() else points
    return made


def valid_id(name: str) -> str:
    """Give an id that a cell may have: letters, digits, ``-`` and ``_``, 64 at most.

    Examples
    --------
    >>> valid_id("Q1 (a): mul"), valid_id("test_mul")
    ('Q1-a-mul', 'test_mul')
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:MAX_CELL_ID] or "cell"
