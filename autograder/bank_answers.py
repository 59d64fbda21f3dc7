"""The answers of a pack's banks: each a small patch to the reference notebook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError


@dataclass(frozen=True, slots=True)
class Answer:
    """A submission written as a small patch to the reference notebook.

    Parameters
    ----------
    name, title : str
        The file's stem and what it does.
    cells : dict
        Cell id to the source that replaces it.
    expect : dict
        Whatever its TOML header says about the verdict expected.
    own : tuple of OwnCell
        Cells that the student added.
    """

    name: str
    title: str
    cells: Mapping[str, str]
    expect: Mapping[str, Any]
    own: tuple[OwnCell, ...] = ()

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """What its author calls its mistakes: the header's misconception, or several in a list."""
        named = self.expect.get("misconception", ())
        return (named,) if isinstance(named, str) else tuple(named)


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell that a student added: it stands ``"before"`` or ``"after"`` a cell of the assignment.

    Parameters
    ----------
    where, beside, source : str
        ``"before"`` or ``"after"``, the other cell's id, and the text.
    """

    where: str
    beside: str
    source: str


_HEADER = re.compile(r"^#: ?(.*)$", re.MULTILINE)
_CELL = re.compile(r"^# %% \[(?:(before|after) )?([A-Za-z0-9_-]+)\]\n", re.MULTILINE)


def read_answer(path: Path) -> Answer:
    """Read one answer of a bank.

    The file starts with TOML behind ``#:`` and goes on with cells, each headed ``# %% [cell id]``.
    A cell of the student's own is headed ``# %% [before cell id]`` or ``# %% [after cell id]``.
    """
    text = path.read_text(encoding="utf-8")
    parts = _CELL.split(text)
    try:
        expect = tomllib.loads("\n".join(_HEADER.findall(parts[0])))
        title = expect.pop("title")
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise AssignmentError(
            f"{path}: {error!r}. An answer starts with lines such as #: title = 'what it does'."
        ) from error
    headed = list(zip(parts[1::3], parts[2::3], parts[3::3], strict=True))
    cells = {name: body.strip("\n") for where, name, body in headed if not where}
    own = tuple(OwnCell(where, name, body.strip("\n")) for where, name, body in headed if where)
    return Answer(path.stem, title, cells, expect, own)
