"""Each tutorial is also a notebook to open: written beside its page when the site is built.

A page hides an answer behind a button and runs it before the check. In a notebook, the reader's own
cell comes first, then the check, and the answer last; what only a page can draw becomes plain text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat

#: The tags of a page's cells: a cell for the reader, which a build does not run, and an answer.
TRY, ANSWER = "skip-execution", "hide-cell"

_FENCE = re.compile(r"^(:{3,}|`{3,})\{([\w:-]+)\} ?(.*)\n((?::[\w-]+:.*\n)*)", re.MULTILINE)


def notebook_of(page: Path) -> nbformat.NotebookNode:
    """Make a notebook of a page written in MyST Markdown.

    Parameters
    ----------
    page : Path

    Returns
    -------
    NotebookNode
        With no outputs, and with the same bytes each time.
    """
    found = jupytext.read(page, fmt="md:myst")
    cells = _reordered(found.cells)
    for number, cell in enumerate(cells):
        cell.id = f"{page.stem}-{number:03}"
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source)
        else:
            tags = cell.metadata.get("tags", [])
            cell.metadata = nbformat.from_dict(
                {"jupyter": {"source_hidden": True}} if ANSWER in tags else {}
            )
            if ANSWER in tags:
                cell.source = f"# An answer. Run this cell to try it.\n{cell.source}"
    found.cells = cells
    found.metadata = nbformat.from_dict(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
    )
    return found


def _reordered(cells: list[Any]) -> list[Any]:
    """Put an answer behind the check that follows it."""
    ordered = list(cells)
    for place, cell in enumerate(cells[:-1]):
        if ANSWER in cell.metadata.get("tags", []) and ordered[place] is cell:
            ordered[place], ordered[place + 1] = cells[place + 1], cell
    return ordered


def plain(text: str) -> str:
    """Write a page's boxes, buttons and links to other pages as a notebook can show them.

    Examples
    --------
    >>> print(plain(":::{admonition} Try it\\n:class: tip\\nDouble the step.\\n:::"))
    **Try it**
    <BLANKLINE>
    Double the step.
    """
    while match := _FENCE.search(text):
        fence, kind, title, _ = match.groups()
        end = re.compile(rf"^{fence}$\n?", re.MULTILINE).search(text, match.end())
        inside = text[match.end() : end.start() if end else len(text)]
        head = f"**{title}**\n\n" if title and kind in ("admonition", "dropdown") else ""
        rest = text[end.end() :] if end else ""
        text = text[: match.start()] + head + inside + rest
    return re.sub(r"\{(?:doc|ref|download|term)\}`([^<`]*?)(?: ?<[^>]*>)?`", r"\1", text).rstrip()


def _write(app: Any) -> None:
    folder = Path(app.outdir) / "notebooks"
    for page in sorted((Path(app.srcdir) / "tutorials").glob("[0-9]*.md")):
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook_of(page), folder / f"{page.stem}.ipynb")


def _link(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put a link to the notebook at the end of a tutorial."""
    if page.startswith("tutorials/") and page != "tutorials/index":
        name = page.rpartition("/")[2]
        context["body"] += (
            f'<p class="as-notebook"><a href="../notebooks/{name}.ipynb" download>This page as a '
            "notebook</a>, to run and to change.</p>"
        )


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", _write)
    app.connect("html-page-context", _link)
    return {"parallel_read_safe": True}
