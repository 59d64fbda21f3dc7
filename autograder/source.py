"""The source of an assignment's notebook: one py:percent text, read into cells.

It holds the solutions between nbgrader's markers; what students get of a cell is computed from it.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from autograder.errors import AssignmentError

#: What a cell is for. Only `given` and `answer` cells run when a submission is graded; a `demo`, a
#: `check` or a `points` cell runs only if the student changed it, and of a changed `setup` cell
#: what is not ours, for they may have put a helper there. What stands in an `open` cell is read,
#: and given points, by a person.
ROLES = frozenset(
    {"setup", "given", "answer", "points", "check", "demo", "public-checks", "text", "open"}
)
#: What is graded, or is what is graded: it belongs to a question.
_ASKED = frozenset({"answer", "points", "open"})
#: What is looked for in a submission: it needs a name.
_NAMED = _ASKED | {"setup", "public-checks", "given", "check"}


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """One cell of the assignment as the instructor wrote it.

    Parameters
    ----------
    id : str
        Its `grade_id`, unique in the notebook, or an empty string.
    kind : str
        ``"code"`` or ``"markdown"``.
    source : str
        Its text, solutions included.
    role, question : str
        What it is for (see `ROLES`), and the question it belongs to.
    points : float
        What the graded cell is worth; 0 for all others.
    metadata : dict
        The notebook's cell metadata.
    parts : dict
        Name of a method or function in it to the question that it answers, where that is another
        than the cell's.
    answer : str
        Of a graded cell, the answer that it alone asks, where their ids do not say so.
    """

    id: str
    kind: str
    source: str
    role: str
    question: str
    points: float
    metadata: Mapping[str, Any]
    parts: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""

    @property
    def questions(self) -> frozenset[str]:
        """All questions that are answered in it."""
        return frozenset({self.question, *self.parts.values()})

    @property
    def is_solution(self) -> bool:
        """Whether students write in it, as nbgrader sees it."""
        return bool(self.metadata.get("nbgrader", {}).get("solution"))

    @property
    def released(self) -> str:
        """The text students get: every solution replaced by the stub."""
        return clear_solutions(self.source, self.kind, self.is_solution)


#: The ends of what students do not get.
_BEGIN, END_SOLUTION = "BEGIN SOLUTION", "END SOLUTION"
#: What a stub begins with, as nbgrader writes it.
TO_BE_WRITTEN = "# YOUR CODE HERE"
#: What stands where a text is to be written.
TEXT_STUB = "YOUR ANSWER HERE"

_STUBS = {"code": (TO_BE_WRITTEN, "raise NotImplementedError()")}


def clear_solutions(source: str, kind: str = "code", solution: bool = True) -> str:
    """Replace each marked solution by the stub, as nbgrader's ``ClearSolutions`` does.

    Parameters
    ----------
    source : str
    kind : str
        ``"code"`` or ``"markdown"``.
    solution : bool
        Whether all of it is a solution where nothing is marked.

    Raises
    ------
    ValueError
        If a mark lacks its other half.

    Examples
    --------
    >>> clear_solutions("def f():\\n    # BEGIN SOLUTION\\n    return 1\\n    # END SOLUTION")
    'def f():\\n    # YOUR CODE HERE\\n    raise NotImplementedError()'
    """
    stub = _STUBS.get(kind, (TEXT_STUB,))
    kept: list[str] = []
    marked = within = False
    for line in source.split("\n"):
        begins = _BEGIN in line
        if begins or END_SOLUTION in line:
            if begins == within:
                raise ValueError(f"{line.strip()} stands alone")
            marked, within = True, begins
        if begins:
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + text for text in stub]
        elif not within and END_SOLUTION not in line:
            kept.append(line)
    if within:
        raise ValueError(f"a {_BEGIN} stands alone")
    return "\n".join(kept if marked or not solution else stub)


def without_marks(source: str) -> str:
    """Give a text with its solutions as they stand, without the lines that mark them.

    Examples
    --------
    >>> without_marks("def f():\\n    # BEGIN SOLUTION\\n    return 1\\n    # END SOLUTION")
    'def f():\\n    return 1'
    """
    lines = source.split("\n")
    return "\n".join(line for line in lines if _BEGIN not in line and END_SOLUTION not in line)


def read_source(path: Path, questions: Mapping[str, str]) -> tuple[TemplateCell, ...]:
    """Read an assignment's py:percent source into cells.

    Parameters
    ----------
    path : Path
        The source file.
    questions : mapping
        The questions that cells may belong to.

    Raises
    ------
    AssignmentError
        If the file is missing, an id is used twice, or a cell's role or question is unknown.
    """
    jupytext = _import_jupytext()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise AssignmentError(f"{path}: the notebook source cannot be read ({error}).") from error
    cells: list[TemplateCell] = []
    seen: set[str] = set()
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        _verify_head(path, cell)
        template = _template_cell(path, cell, questions)
        answers = [one.id for one in cells if one.role == "answer"]
        if template.answer and template.answer not in answers[-1:]:
            raise AssignmentError(
                f"{path}: cell {template.id!r} says that it asks {template.answer!r}, and the "
                f"answer above it is {answers[-1] if answers else 'none'!r}. Name that one, or "
                "leave it out."
            )
        where = f"{path}: in the cell {template.id or template.source[:40]!r}"
        try:
            cleared = clear_solutions(template.source, template.kind, solution=False)
        except ValueError as error:
            raise AssignmentError(
                f"{where}, each ### {_BEGIN} needs an ### {END_SOLUTION} below it, on lines of "
                f"their own and one after the other ({error})."
            ) from error
        if cleared != template.source and not template.is_solution:
            raise AssignmentError(
                f'{where}, a solution is marked: say "solution": true in its nbgrader={{...}}.'
            )
        if template.id in seen:
            raise AssignmentError(f"{path}: two cells have the grade_id {template.id!r}.")
        seen.update({template.id} - {""})
        cells.append(template)
    return tuple(cells)


#: A line that was to begin a cell, and became one of the text above it.
_MISSED = re.compile(r"^.*%%.*\b(?:nbgrader|adlearn) ?=.*$", re.MULTILINE)


def _verify_head(path: Path, cell: Any) -> None:
    """See to it that the line that begins a cell was read as it is meant.

    What jupytext cannot read of it, or does not take for the beginning of a cell, is lost.

    Raises
    ------
    AssignmentError
        If it was not.
    """
    unread = cell.metadata.get("incorrectly_encoded_metadata", "")
    missed = _MISSED.search(cell.source)
    if missed is not None:
        unread = missed[0].strip()
    for name in ("nbgrader", "adlearn"):
        value = cell.metadata.get(name, {})
        if not unread and not isinstance(value, dict):
            unread = f"{name}={json.dumps(value)}"
    if unread:
        raise AssignmentError(
            f"{path}: the line that begins a cell cannot be read: {unread}. Write "
            '# %% nbgrader={...} adlearn={"role": "given"}, each a dictionary in JSON.'
        )


def _import_jupytext() -> Any:
    """Import jupytext in a third of the time.

    It imports jsonschema, which compiles the grammar of addresses (more than a second) where that
    is installed, for a check that notebooks do not ask for.
    """
    absent = "rfc3987_syntax"
    spared = "jsonschema" not in sys.modules and absent not in sys.modules
    if spared:
        sys.modules.update({absent: cast(Any, None)})  # Python takes it for not installed
    try:
        return importlib.import_module("jupytext")
    finally:
        if spared:
            del sys.modules[absent]


def _template_cell(path: Path, cell: Any, questions: Mapping[str, str]) -> TemplateCell:
    nbgrader = cell.metadata.get("nbgrader", {})
    ours = cell.metadata.get("adlearn", {})
    name = nbgrader.get("grade_id", "")
    role = ours.get("role", "text" if cell.cell_type == "markdown" else "")
    question = ours.get("question", "")
    if role not in ROLES:
        raise AssignmentError(
            f"{path}: cell {name or cell.source[:40]!r} has the role {role!r}. Give it "
            f'adlearn={{"role": ...}} with one of {", ".join(sorted(ROLES))}.'
        )
    parts = ours.get("parts", {})
    lacking = 'grade_id" in nbgrader={...' if role in _NAMED and not name else ""
    if role in _ASKED and not (question or parts):
        lacking = 'question" in adlearn={...'
    if lacking:
        raise AssignmentError(
            f"{path}: cell {name or cell.source[:40]!r} has the role {role!r} and needs a "
            f'"{lacking}}}.'
        )
    for one in (question, *parts.values()):
        if one and one not in questions:
            raise AssignmentError(
                f"{path}: cell {name!r} belongs to question {one!r}, which is not among the "
                "[questions] of assignment.toml."
            )
    points = nbgrader.get("points", 0)
    if isinstance(points, bool) or not isinstance(points, (int, float)) or points < 0:
        raise AssignmentError(f"{path}: cell {name!r} has {points!r} points. Give it a number.")
    return TemplateCell(
        name,
        cell.cell_type,
        cell.source,
        role,
        question,
        float(points),
        {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"},
        parts,
        ours.get("answer", ""),
    )
