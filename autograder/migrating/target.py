"""What a cell becomes, as it is decided bit by bit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from autograder.migrating.reading import SCHEMA, SourceCell

#: Longest id that the notebook format lets a cell have.
MAX_CELL_ID = 64


@dataclass(frozen=True)
class Run:
    """A solution cell, or a part of one, that answers one question; with parts, several.

    Parameters
    ----------
    text : str
    question : str
    answers : tuple of str
        The answer cells of ours that it stands for.
    parts : dict
        Method or function to the question that it answers, where that is another.
    """

    text: str
    question: str
    answers: tuple[str, ...]
    parts: dict[str, str]


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
    text, kind : str
    marks, ours : dict
        What stands under ``nbgrader`` and under ``adlearn`` in its metadata.
    question : str
        The notebook's own question that it belongs to, if it does.
    runs : list of Run
        What it answers of ours.
    removed, own_test : bool
        Whether it goes; whether it tests something that we do not ask for.
    why : list of str
        Reasons, for people.
    after : list of NewCell
        Cells to insert after it.
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
