"""A submission is made of strangers' files: by the names they define, and without running them.

>>> from autograder.importing import import_files
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.bank_answers import OwnCell
from autograder.build import answered_notebook
from autograder.cell_notes import unchanged_cells
from autograder.errors import AutograderError
from autograder.importing.choosing import Choosing
from autograder.importing.found import Chosen
from autograder.importing.reading import Item, Unread, read_files
from autograder.importing.resolving import Names
from autograder.pack import Assignment

__all__ = ["Imported", "import_files"]


@dataclass(frozen=True)
class Imported:
    """A notebook made of strangers' files, and what became of these.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    chosen : Chosen
        What was found.
    unread : list of Unread
        What is not Python.
    left : dict
        Why statements were left out, to these.
    unchanged : int
        How many cells of the files are the assignment's, as it was released.
    """

    notebook: Any
    chosen: Chosen
    unread: list[Unread]
    left: dict[str, list[Item]]
    unchanged: int = 0

    @property
    def complete(self) -> bool:
        """Whether all that the assignment asks for was found and all files could be read."""
        return not self.unread and not any(one.missing or one.stubs for one in self.chosen.answers)


def import_files(paths: Sequence[Path], assignment: Assignment) -> Imported:
    """Make a submission of files of Python or notebooks.

    Parameters
    ----------
    paths : sequence of path
        Of two files that define the same name, the last one counts.
    assignment : Assignment

    Returns
    -------
    Imported

    Raises
    ------
    SubmissionError
        If a file cannot be read at all.
    AutograderError
        If none of them defines what the assignment asks for.
    """
    items, unread = read_files(paths, lambda notebook: unchanged_cells(notebook, assignment))
    names = Names(assignment, items, unread)
    chosen = Choosing(names).choose()
    if not any(answer.found for answer in chosen.answers):
        asked = ", ".join(sorted(name for name in names.answered if "." not in name))
        lines = "".join(f" {one.place}: {one.problem}." for one in unread)
        raise AutograderError(
            f"none of these files defines what {assignment.name} asks for.{lines} It asks for "
            f"{asked}. Name the files that define these."
        )
    left: dict[str, list[Item]] = {}
    for item in names.items:
        reason = "" if item in chosen.taken or item.unchanged else names.why_left(item)
        if reason:
            left.setdefault(reason, []).append(item)
    own = [
        OwnCell("before" if slot % 1 == 0.5 else "after", _beside(slot, names), text)
        for slot, text in chosen.beside.items()
        if text
    ]
    cells = {answer.template.id: answer.text for answer in chosen.answers}
    notebook = answered_notebook(assignment, cells, own)
    unchanged = {item.place.rpartition(",")[0] for item in names.items if item.unchanged}
    return Imported(notebook, chosen, unread, left, len(unchanged))


def _beside(slot: float, names: Names) -> str:
    return names.templates[int(slot + 0.5)].id
