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

#: What a cell is for. Only `given` and `answer` cells run when a submission is graded; a `demo`
#: runs only if the student changed it, for they may have put a helper there. What stands in an
#: `open` cell is read, and given points, by a person.
ROLES = frozenset(
    {"setup", "given", "answer", "points", "check", "demo", "public-checks", "text", "open"}
)
#: What is graded, or is what is graded: it needs a name and a question that it belongs to.
_ASKED = frozenset({"answer", "points", "open"})


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
    """

    id: str
    kind: str
    source: str
    role: str
    question: str
    points: float
    metadata: Mapping[str, Any]
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> frozenset[str]:
        """All questions that are answered in it."""
        return frozenset({self.question, *self.parts.values()})

    @property
    def released(self) -> str:
        """The text students get: every solution replaced by the stub."""
        return clear_solutions(self.source, self.kind)


_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_SOLUTION = re.compile(
    rf"^(?P<indent>[ \t]*){_BEGIN}[^\n]*\n(?:(?!.*{_BEGIN}).*\n)*?[ \t]*{_END}[^\n]*$",
    re.MULTILINE,
)


def clear_solutions(source: str, kind: str = "code") -> str:
    """Replace each marked solution by the stub, as nbgrader's ``ClearSolutions`` does."""
    stub = ("# YOUR CODE HERE", "raise NotImplementedError()")
    lines = stub if kind == "code" else ("YOUR ANSWER HERE",)
    return _SOLUTION.sub(
        lambda found: "\n".join(found["indent"] + line for line in lines),
        source,
    )


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
    _verify_lines(path, text)
    cells: list[TemplateCell] = []
    seen: set[str] = set()
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        template = _template_cell(path, cell, questions)
        if template.source.count(_BEGIN) != template.source.count(_END) or any(
            mark in clear_solutions(template.source, template.kind) for mark in (_BEGIN, _END)
        ):
            raise AssignmentError(
                f"{path}: in the cell {template.id or template.source[:40]!r}, each {_BEGIN} needs "
                f"an {_END} below it, on lines of their own and one after the other."
            )
        if template.id in seen:
            raise AssignmentError(f"{path}: two cells have the grade_id {template.id!r}.")
        seen.update({template.id} - {""})
        cells.append(template)
    return tuple(cells)


_HEAD = re.compile(r"# %%(?: \[\w+\])?(?P<rest>.*)")


def _verify_lines(path: Path, text: str) -> None:
    """See to it that the lines that begin cells are read as they are meant.

    jupytext takes a line that it cannot read for a title, and what it says is lost.

    Raises
    ------
    AssignmentError
        If one holds something that is not ``name=JSON``.
    """
    decoder = json.JSONDecoder()
    for number, line in enumerate(text.splitlines(), start=1):
        head = _HEAD.fullmatch(line)
        rest = head["rest"].strip() if head else ""
        while rest:
            name, equals, value = rest.partition("=")
            try:
                if not equals or not name.isidentifier():
                    raise ValueError(f"{rest!r} is no name=JSON")
                _, end = decoder.raw_decode(value)
            except ValueError as error:
                raise AssignmentError(
                    f"{path}: line {number} begins a cell and cannot be read ({error}): "
                    '# %% nbgrader={...} adlearn={"role": "given"}, each in JSON.'
                ) from error
            rest = value[end:].strip()


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
    if role in _ASKED and not (name and (question or parts)):
        raise AssignmentError(
            f"{path}: cell {name or cell.source[:40]!r} has the role {role!r}. That needs a "
            'grade_id in nbgrader={...} and a "question" in adlearn={...}.'
        )
    for one in (question, *parts.values()):
        if one and one not in questions:
            raise AssignmentError(
                f"{path}: cell {name!r} belongs to question {one!r}, which is not among the "
                "[questions] of assignment.toml."
            )
    return TemplateCell(
        name,
        cell.cell_type,
        cell.source,
        role,
        question,
        float(nbgrader.get("points", 0)),
        {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"},
        parts,
    )
