"""What a list says, literally: steps that a person can take in Jupyter, or a program."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do to one cell; numbers are those of the notebook before anything is done.

    Parameters
    ----------
    do : str
        ``"metadata"`` (put `value` under `key` of the cell's metadata), ``"text"`` (put `text` in
        place of its text), ``"kind"`` (make it a cell of this `kind`), ``"remove"``, or
        ``"insert"`` (a new cell after this one; 0 is the top. Of several, the first stands first).
    cell : int
    key, kind, text : str
    value : dict
        Of a new cell, all its metadata.
    """

    do: str
    cell: int
    key: str = ""
    kind: str = ""
    text: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Give what it says, without what it does not need."""
        wanted = {
            "metadata": ("key", "value"),
            "text": ("text",),
            "kind": ("kind",),
            "remove": (),
            "insert": ("kind", "value", "text"),
        }[self.do]
        named = {name: getattr(self, name) for name in wanted}
        return {"do": self.do, "cell": self.cell, **named}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a cell, and all that is to be done to it.

    Parameters
    ----------
    cell : int
        Its number; of a new cell, of the one that it comes after.
    begins : str
        Its first line.
    what, why : str
        In words.
    steps : tuple of Step
        None where the cell stays as it is.
    """

    cell: int
    begins: str
    what: str
    why: str
    steps: tuple[Step, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it speaks of a cell that is to be inserted."""
        return any(step.do == "insert" for step in self.steps)

    def to_data(self) -> dict[str, Any]:
        """Give it as JSON-able data."""
        return {
            "cell": self.cell,
            "begins": self.begins,
            "what": self.what,
            "why": self.why,
            "steps": [step.to_data() for step in self.steps],
        }


def applied(document: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    """Do all steps of a list, and give the new notebook; the old one stays as it is."""
    made = copy.deepcopy(dict(document))
    steps: dict[int, list[Step]] = {}
    for line in lines:
        for step in line.steps:
            steps.setdefault(step.cell, []).append(step)
    cells = []
    for number, cell in enumerate([None, *made["cells"]]):
        mine = steps.get(number, [])
        if cell is not None and not any(step.do == "remove" for step in mine):
            for step in mine:
                _change(cell, step)
            cells.append(cell)
        cells += [_new(step, made) for step in mine if step.do == "insert"]
    made["cells"] = cells
    return made


def _change(cell: dict[str, Any], step: Step) -> None:
    if step.do == "metadata":
        cell.setdefault("metadata", {})[step.key] = dict(step.value)
    elif step.do == "text":
        cell["source"] = step.text
    elif step.do == "kind":
        cell["cell_type"] = step.kind


def _new(step: Step, document: Mapping[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": step.kind, "metadata": dict(step.value)}
    cell["source"] = step.text
    if step.kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    if document.get("nbformat_minor", 0) >= 5:
        cell["id"] = step.value["nbgrader"]["grade_id"]
    return cell
