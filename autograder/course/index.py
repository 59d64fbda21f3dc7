"""The students' way through a course: a notebook of text with all its assignments."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from autograder.build import NOTEBOOK_METADATA
from autograder.course.picture import amount, as_image
from autograder.course.progression import Unit


def index_notebook(course_id: str, units: Sequence[Unit]) -> Any:
    """Write the notebook that leads students through a course.

    Parameters
    ----------
    course_id : str
    units : sequence of Unit
        In the order of the course.

    Returns
    -------
    nbformat.NotebookNode
        Markdown only. Its links lead to ``scalar/scalar.ipynb`` and so on, as nbgrader puts
        assignments into a folder: the notebook belongs beside these folders.
    """
    hours = [unit.hours for unit in units if unit.hours is not None]
    whole = f" They take about {sum(hours):g} hours in all." if len(hours) == len(units) else ""
    many = f"{len(units)} assignment{'s' * (len(units) != 1)}"
    texts = {
        "head": f"# {course_id}\n\nThis course has {many}, in this order.{whole} Click on "
        "a name to open its notebook.",
        "picture": as_image(units),
        "table": "\n".join(_table(units)),
        **{f"about-{unit.name}": _about(unit) for unit in units},
    }
    return markdown_notebook(texts)


def markdown_notebook(texts: dict[str, str]) -> Any:
    """Make a notebook of text: cell id to markdown."""
    import nbformat.v4

    cells = [nbformat.v4.new_markdown_cell(text, id=name) for name, text in texts.items()]
    # Without a kernel JupyterLab asks for one when it opens the notebook.
    metadata = copy.deepcopy(NOTEBOOK_METADATA)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    return notebook


def link(unit: Unit) -> str:
    """Write the link to an assignment's notebook."""
    return f"[{unit.name}]({unit.name}/{unit.name}.ipynb)"


def _table(units: Sequence[Unit]) -> list[str]:
    rows = [
        f"| {number} | {link(unit)} | {unit.title} | {amount(unit)} |"
        for number, unit in enumerate(units, 1)
    ]
    return ["| | notebook | what it is | how much it is |", "| --- | --- | --- | --- |", *rows]


def _about(unit: Unit) -> str:
    parts = [f"## {unit.title}", f"{link(unit)}: {amount(unit)}."]
    if unit.needs:
        parts.append("**What you bring along:**\n\n" + _listed(unit.needs))
    for name, text in unit.starts_from.items():
        parts.append(f"**Where you are after {name}.** {text}")
    if unit.ends_with:
        parts.append(f"**You end with** {unit.ends_with}.")
    if unit.gives:
        parts.append("**After it you can**\n\n" + _listed(unit.gives))
    parts.append("**Its questions:**\n\n" + _listed(unit.questions))
    return "\n\n".join(parts)


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
