"""A submitted notebook, rebuilt from what can be trusted: our cells as released, theirs as text.

nbgrader gives up on a submission, or on the whole batch, when a cell was copied, renamed or its
metadata edited. So nothing of the submission's own metadata is kept; which cell is which says
`autograder.recognize`, and everything else about it comes from the assignment. What is built here
is what people look at: grading reads the cells as they were handed in.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from nbgrader.utils import is_locked

from autograder.build import release_notebook, rubric_cell
from autograder.notebook import Cell, Notebook, cell_entry
from autograder.pack import Assignment
from autograder.recognize import Piece, recognize

#: HTML that a student's text may keep, if the tag has no attributes.
_PLAIN_TAGS = "b|i|em|strong|u|s|sub|sup|br|hr|p|ul|ol|li|table|thead|tbody|tr|td|th|pre|code|kbd"
_TAG = re.compile(rf"<(?!/?(?:{_PLAIN_TAGS})\s*/?>)(?=[A-Za-z/!?])", re.IGNORECASE)


def harmless(markdown: str) -> str:
    """Make markdown show its HTML tags as text, except plain ones such as ``<b>``.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    str

    Examples
    --------
    >>> harmless("a < b, <b>bold</b> and <img src=x onerror=alert(1)>")
    'a < b, <b>bold</b> and &lt;img src=x onerror=alert(1)>'
    """
    return _TAG.sub("&lt;", markdown)


def repaired_notebook(notebook: Notebook, assignment: Assignment) -> Any:
    """Rebuild a submitted notebook so that nbgrader can score every graded cell of it.

    Parameters
    ----------
    notebook : Notebook
        The submission.
    assignment : Assignment

    Returns
    -------
    nbformat.NotebookNode
        The submission's cells in their order. A cell of ours has the metadata of the release and,
        if it is locked, the release's text. Later copies and unknown cells stay as ordinary cells.
        Answers and graded cells that are missing are back in their place, answers with a line that
        says where the answer was found. A rubric stands before the answer that a person grades by
        it, also where students do not read it: `autograder.nbgrader.feedback_page` leaves it out.
    """
    released = release_notebook(assignment)
    by_id = {_grade_id(cell): cell for cell in released.cells if _grade_id(cell)}
    our_texts = {cell.source for cell in released.cells if cell.cell_type == "markdown"}
    pieces: dict[int, list[Piece]] = {}
    for piece in recognize(notebook, assignment):
        pieces.setdefault(piece.cell.number, []).append(piece)
    cells: list[Any] = []
    seen: set[str] = set()
    for cell in notebook.in_order():
        found = [p.template for p in pieces.get(cell.number, []) if p.template is not None]
        found.sort(key=lambda template: template.role != "answer")
        new = [template for template in found if template.id not in seen]
        if new:
            cells.append(_restored(by_id[new[0].id], cell.source))
            seen.add(new[0].id)
        elif name := _text_cell(cell, by_id, seen):
            seen.add(name)
            cells.append(_restored(by_id[name], cell.source))
        else:
            cells.append(_own_cell(cell, len(cells), our_texts))
        merged = {template.id: cell.number for template in found if template.id not in seen}
        _say_where(by_id, merged)
    _add_missing(cells, by_id, seen, assignment)
    released.cells = _with_rubrics(cells, assignment)
    return released


def _with_rubrics(cells: list[Any], assignment: Assignment) -> list[Any]:
    """Put the assignment's rubrics before the answers, in place of the submission's copies."""
    found = {name: rubric_cell(assignment, name) for name in assignment.rubrics}
    texts = {rubric.source for rubric in found.values()}
    kept: list[Any] = []
    for cell in cells:
        name = _grade_id(cell)
        if name in found:
            about = {"role": "rubric", "cell": name, "shown": assignment.rubrics[name].show}
            found[name].metadata["adlearn"] = about
            kept.append(found[name])
        if cell.source not in texts:
            kept.append(cell)
    return kept


def _grade_id(cell: Any) -> str:
    return cell_entry(cell, "nbgrader", "grade_id")


def _text_cell(cell: Cell, by_id: dict[str, Any], seen: set[str]) -> str:
    """Give the id of the cell of ours that a text cell is, by its grade_id or its own id."""
    if cell.kind == "code":
        return ""
    if cell.id in by_id:
        return cell.id if cell.id not in seen else ""
    name = cell.notebook_id
    ours = name in by_id and name not in seen and by_id[name].cell_type == "markdown"
    return name if ours else ""


def _restored(released: Any, source: str) -> Any:
    """Give the released cell, with the submission's text if students may edit it."""
    cell = copy.deepcopy(released)
    if not is_locked(cell):
        cell.source = harmless(source) if cell.cell_type == "markdown" else source
    return cell


def _say_where(by_id: dict[str, Any], merged: dict[str, int]) -> None:
    for name, number in merged.items():
        if not is_locked(by_id[name]):
            by_id[name].source = f"# The answer stands in another cell: number {number}."


def _own_cell(cell: Cell, index: int, our_texts: set[str]) -> Any:
    """Give a cell that only holds the submission's text; attachments and raw HTML are not shown."""
    from nbformat import v4

    text, name = cell.source, f"own-{index}"
    if cell.kind == "code":
        return v4.new_code_cell(text, id=name)
    if cell.kind == "markdown":
        return v4.new_markdown_cell(text if text in our_texts else harmless(text), id=name)
    return v4.new_raw_cell(text, id=name, metadata={"raw_mimetype": "text/plain"})


def _add_missing(
    cells: list[Any], by_id: dict[str, Any], seen: set[str], assignment: Assignment
) -> None:
    """Put cells that are missing right after the cell that comes before them in the release."""
    position = 0
    for name, released in by_id.items():
        role = assignment.by_id[name].role
        if name in seen:
            position = 1 + next(i for i, cell in enumerate(cells) if cell.get("id") == name)
        elif role in ("points", "answer", "open"):
            cells.insert(position, copy.deepcopy(released))
            if role != "points" and "stands in another cell" not in released.source:
                cells[position].source = "# This cell is not in what was handed in."
            position += 1
