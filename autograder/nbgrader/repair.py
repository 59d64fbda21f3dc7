"""A submitted notebook, rebuilt from what can be trusted: our cells as released, theirs as text.

nbgrader gives up on a submission, or on the whole batch, when a cell was copied, renamed or its
metadata edited. So nothing of the submission's own metadata is kept; a cell is known by the first
use of its `grade_id`, and everything else about it comes from the assignment.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from nbgrader.utils import is_locked

from autograder.build import release_notebook
from autograder.notebook import cell_entry, cell_text
from autograder.pack import Assignment

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


def repaired_notebook(notebook: Any, assignment: Assignment) -> Any:
    """Rebuild a submitted notebook so that nbgrader can score every graded cell of it.

    Parameters
    ----------
    notebook : mapping
        The submission, as read from JSON; need not be a valid notebook.
    assignment : Assignment

    Returns
    -------
    nbformat.NotebookNode
        The submission's cells in their order. A cell of ours has the metadata of the release and,
        if it is locked, the release's text. Later copies and unknown cells stay as ordinary cells.
        Graded cells that were deleted are back in their place.
    """
    released = release_notebook(assignment)
    by_id = {_grade_id(cell): cell for cell in released.cells if _grade_id(cell)}
    our_texts = {cell.source for cell in released.cells if cell.cell_type == "markdown"}
    cells: list[Any] = []
    seen: set[str] = set()
    for cell in _submitted_cells(notebook):
        name = _grade_id(cell)
        if name in by_id and name not in seen:
            seen.add(name)
            cells.append(_restored(by_id[name], cell_text(cell)))
        else:
            own = _own_cell(cell, len(cells), our_texts)
            if name in seen:  # grading still knows it for a copy; nbgrader must not
                own.metadata["adlearn"] = {"copy_of": name}
            cells.append(own)
    _add_missing(cells, by_id, seen, set(assignment.points))
    released.cells = cells
    return released


def _submitted_cells(notebook: Any) -> list[Any]:
    cells = notebook.get("cells")
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _grade_id(cell: Any) -> str:
    return cell_entry(cell, "nbgrader", "grade_id")


def _restored(released: Any, source: str) -> Any:
    """Give the released cell, with the submission's text if students may edit it."""
    cell = copy.deepcopy(released)
    if not is_locked(cell):
        cell.source = source
    return cell


def _own_cell(cell: Any, index: int, our_texts: set[str]) -> Any:
    """Give a cell that only holds the submission's text; attachments and raw HTML are not shown."""
    from nbformat import v4

    kind, text, name = cell.get("cell_type"), cell_text(cell), f"own-{index}"
    if kind == "code":
        return v4.new_code_cell(text, id=name)
    if kind == "markdown":
        return v4.new_markdown_cell(text if text in our_texts else harmless(text), id=name)
    return v4.new_raw_cell(text, id=name, metadata={"raw_mimetype": "text/plain"})


def _add_missing(cells: list[Any], by_id: dict[str, Any], seen: set[str], wanted: set[str]) -> None:
    """Put deleted graded cells right after the cell that comes before them in the release."""
    position = 0
    for name, released in by_id.items():
        if name in seen:
            position = 1 + next(i for i, cell in enumerate(cells) if cell.get("id") == name)
        elif name in wanted:
            cells.insert(position, copy.deepcopy(released))
            position += 1
