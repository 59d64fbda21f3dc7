"""The notebook of who learns alone, made from an assignment: ``python -m autograder.alone.kit``.

It is what students get, with hints below each cell to fill in. It holds no solution and no hidden
check, and says nothing of handing in.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.alone.command import KITS
from autograder.build import embedded_checks, release_notebook, write_notebook
from autograder.course.progression import units_of
from autograder.errors import AssignmentError
from autograder.installing import first_cell
from autograder.pack import Assignment, TemplateCell, load_assignment

HINTS = "hints.toml"

_ABOVE = (
    "*You do this alone, and at your own pace.* Fill in what says `# YOUR CODE HERE`, run the "
    "cell, then the cell with the check below it: it says what is wrong, with the smallest case "
    "that shows it.\n\nAre you stuck? Below each cell to fill in are hints. They open one at a "
    "time, and each says more than the one before. The last one leads to an answer, which is "
    "shown once you have tried."
)
_MISSING = (
    "Start JupyterLab in the environment in which you gave the command  adlearn start,  or choose "
    "that environment's kernel, and run this cell again."
)
_ANSWERS = """\
# answer(...) shows the answer of a cell that you have tried. The last hint says what to ask for.
from autograder.alone import answer
"""


def kit_of(assignment: Assignment) -> Any:
    """Build the notebook of who learns alone.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    AssignmentError
        If its hints cannot be read, or are of a cell that is none of its answers.
    """
    import nbformat.v4

    hints = hints_of(assignment)
    notebook = release_notebook(assignment)
    (unit,) = units_of([assignment])
    notebook.metadata["adlearn"] = {"title": unit.title, "hours": unit.hours}
    cells = []
    for cell in notebook.cells:
        template = assignment.by_id.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        role = template.role if template else ""
        if role == "setup":
            cell["source"] = first_cell("", missing=_MISSING)
            cells.append(nbformat.v4.new_markdown_cell(_ABOVE, id="alone"))
        elif cell.cell_type == "markdown":
            cell["source"] = without_grading(cell["source"])
        elif role == "public-checks":
            cell["source"] = embedded_checks(assignment, graded=False)
        cells.append(cell)
        if role == "public-checks":
            cells.append(nbformat.v4.new_code_cell(_ANSWERS.rstrip(), id="answers"))
        elif template and template.id in hints:
            text = hint_cell(template, hints[template.id])
            cells.append(nbformat.v4.new_markdown_cell(text, id=f"hints-{template.id}"))
    notebook["cells"] = cells
    nbformat.validate(notebook)
    return notebook


def without_grading(text: str) -> str:
    """Leave out how one is graded, and what to do before handing in.

    Examples
    --------
    >>> without_grading("Done. Before you hand in, run it.\\n\\n**How you are graded.** So.")
    'Done.'
    """
    paragraphs = text.split("\n\n")
    kept = [one for one in paragraphs if not one.startswith("**How you are graded.**")]
    return re.sub(r" ?Before you hand in, [^.]*\.", "", "\n\n".join(kept))


def hints_of(assignment: Assignment) -> Mapping[str, Sequence[str]]:
    """Read the hints of an assignment: answer cell to texts, each nearer than the one before."""
    path = assignment.folder / HINTS
    try:
        hints = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise AssignmentError(f"{path}: the hints cannot be read ({error}).") from error
    unknown = [name for name in hints if name not in assignment.answers()]
    if unknown:
        raise AssignmentError(
            f"{path}: {', '.join(unknown)} is no answer of {assignment.name}. It has "
            f"{', '.join(assignment.answers())}."
        )
    for name, texts in hints.items():
        if not (isinstance(texts, list) and all(isinstance(text, str) for text in texts)):
            raise AssignmentError(f"{path}: {name} must be a list of texts.")
    return hints


def hint_cell(cell: TemplateCell, hints: Sequence[str]) -> str:
    """Write hints as markdown, each within the one before, and the way to the answer within all."""
    name = cell.id.removesuffix("-answer")
    last = (
        f'Run `check("{cell.question}")` with what you have in the cell above, however little. '
        f'Then run `answer("{name}")` in a cell of its own. (After a restart of the kernel, first '
        "run the notebook from the top to here.)"
    )
    many = len(hints)
    labels = [f"Stuck? Hint 1 of {many}", *[f"Hint {k} of {many}" for k in range(2, many + 1)]]
    labels.append("The answer")
    opened = [
        f"<details><summary>{label}</summary>\n\n{text.strip()}\n"
        for label, text in zip(labels, [*hints, last], strict=True)
    ]
    return "\n".join([*opened, "</details>" * len(opened)])


def main(folders: Sequence[str]) -> int:
    """Write the kits of assignments, named by their folders."""
    for folder in map(Path, folders):
        assignment = load_assignment(folder)
        path = write_notebook(kit_of(assignment), KITS / f"{assignment.name}.ipynb")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
