"""From a submission's cells to the program that is graded.

Given cells run as the assignment has them, whatever the submission made of them; answers and the
student's own cells run as submitted, in the submission's order. For a question that fails, the
program is put together once more with reference answers in place of all *other* answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.notebook import CodeCell, Notebook
from autograder.pack import Assignment
from autograder.source import TemplateCell


def program(
    notebook: Notebook, assignment: Assignment, question: str | None = None
) -> list[tuple[str, str]]:
    """Put the program together.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment
    question : str, optional
        If given, only this question's answers are the submission's; all others are reference
        answers.

    Returns
    -------
    list of (name, source)
        The cells to run, in order.
    """
    placed = _place_missing(notebook.cells, assignment)
    demos = {cell.source.strip() for cell in assignment.cells if cell.role == "demo"}
    done: set[str] = set()
    chosen: list[tuple[str, str]] = []
    for name, source, template in placed:
        if template is None:
            if source is not None and source.strip() and source.strip() not in demos:
                chosen.append((name, source))
        elif template.role == "answer" and question in (None, template.question):
            if source is not None:
                chosen.append((name, source))
        elif template.role in ("given", "answer") and template.id not in done:
            done.add(template.id)
            chosen.append((name, template.source))
        elif template.role == "given" and source is not None and source != template.source:
            chosen.append((name, source))  # a copy that was changed is the student's own work
    return chosen


def _place_missing(
    cells: Sequence[CodeCell], assignment: Assignment
) -> list[tuple[str, str | None, TemplateCell | None]]:
    """Give every cell with its template; cells of ours that are missing stand where they belong.

    A missing cell comes right after the one before it in the assignment; its source is None.
    """
    placed: list[tuple[str, str | None, TemplateCell | None]] = [
        (cell.id or f"number {cell.number}", cell.source, assignment.by_id.get(cell.id))
        for cell in cells
    ]
    present = {template.id for _, _, template in placed if template is not None}
    position = 0
    for template in assignment.cells:
        if not template.id or template.kind != "code":
            continue
        if template.id in present:
            position = 1 + next(
                index for index, (_, _, found) in enumerate(placed) if found is template
            )
        else:
            placed.insert(position, (template.id, None, template))
            position += 1
    return placed


def untouched(notebook: Notebook, assignment: Assignment) -> set[str]:
    """Give the questions whose every answer is still the stub that was released."""
    touched = set()
    answers = {cell.id: cell for cell in assignment.cells if cell.role == "answer"}
    for cell in notebook.cells:
        template = answers.get(cell.id)
        if template is not None and cell.source.strip() != template.released.strip():
            touched.add(template.question)
    missing = set(answers) - {cell.id for cell in notebook.cells}
    touched |= {answers[name].question for name in missing}
    return set(assignment.questions) - touched


def notes(notebook: Notebook, assignment: Assignment) -> list[str]:
    """Say what an instructor should know about the submission's cells."""
    present = {cell.id for cell in notebook.cells}
    graded = {cell.id for cell in assignment.cells if cell.role in ("answer", "points", "given")}
    found = [
        f"cell {name} stands more than once: all its copies were run, in order"
        for name in notebook.repeated()
        if name in assignment.by_id and assignment.by_id[name].role == "answer"
    ]
    found += [
        f"cell {name} stands more than once: the assignment's own was used, then changed copies"
        for name in notebook.repeated()
        if name in graded and assignment.by_id[name].role != "answer"
    ]
    missing = [cell.id for cell in assignment.cells if cell.id in graded - present]
    for name in missing:
        what = (
            "the answer is looked for in the other cells"
            if assignment.by_id[name].role == "answer"
            else "the assignment's own was used"
        )
        found.append(f"cell {name} is missing (deleted or renamed): {what}")
    strange = sorted(name for name in present if name and name not in assignment.by_id)
    found += [f"cell {name} is not part of the assignment: run as own code" for name in strange]
    return found
