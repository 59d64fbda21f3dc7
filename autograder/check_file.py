"""What `autograder check` does: the public checks of a notebook file, in a process of its own."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import assemble
from autograder.asking.sessions import WorkerSession
from autograder.build import embedded_checks
from autograder.cell_notes import not_run
from autograder.errors import SubmissionError
from autograder.language import speaking
from autograder.mistakes.side_by_side import Cells
from autograder.mistakes.submitted import submitted
from autograder.notebook import Notebook, read_notebook
from autograder.pack import installed_assignments, load_assignment
from autograder.practice import Practice
from autograder.report import Report


def check_notebook(path: str | Path, question: str | None = None, seed: int = 0) -> Report:
    """Run the public checks that a notebook carries, in a process of its own.

    Where the notebook's assignment is installed, the checks are the installed ones and not those
    in the file. Elsewhere, as on a student's machine, the file's own are run.

    Parameters
    ----------
    path : path-like
        The notebook.
    question : str, optional
        Only this question or graded cell.
    seed : int
        Other seeds draw other cases.

    Returns
    -------
    Report
        With ``practice`` set: public checks only, nothing is graded.

    Raises
    ------
    SubmissionError
        If the file cannot be read or carries no checks.
    UsageError
        If there is no such question.
    """
    notebook = read_notebook(path)
    carried = _carried_checks(notebook)
    cells = _own_program(notebook)
    if carried["name"] in installed_assignments():
        assignment = load_assignment(carried["name"])
        # All of it, since a notebook of another version may call cells otherwise.
        installed = arguments_of(embedded_checks(assignment, graded=bool(carried.get("hidden"))))
        carried = {"version": "", "settings": {}, **installed}
        cells = assemble.program(notebook, assignment)
    return _practised(notebook, carried, cells, question, seed)


def check_as_carried(path: str | Path, seed: int = 0) -> Report:
    """Run the public checks of a notebook as it carries them, wherever its assignment is.

    That is what a student's machine does. Parameters and errors are those of `check_notebook`.
    """
    notebook = read_notebook(path)
    return _practised(notebook, _carried_checks(notebook), _own_program(notebook), None, seed)


def _own_program(notebook: Notebook) -> list[tuple[str, str]]:
    """Give the cells that run, as the notebook itself says which those are."""
    return [
        (cell.id or f"number {cell.number}", cell.source)
        for cell in notebook.cells
        if cell.role in ("", "given", "answer")
    ]


def _practised(
    notebook: Notebook,
    carried: dict[str, Any],
    cells: list[tuple[str, str]],
    question: str | None,
    seed: int,
) -> Report:
    practice = Practice()
    practice.load(**carried)
    session = WorkerSession(cells, practice.limits, practice.packages)

    named = [(cell.id or f"number {cell.number}", cell.source) for cell in notebook.cells]

    def known() -> Cells:
        return submitted(practice.outlines, named, session.cell_errors)

    try:
        report = practice.report(question, session, seed, known)
    finally:
        session.close()
    with speaking(report.speech):
        notes = [*report.notes, *not_run(session.cell_errors)]
    return replace(
        report, submission=str(notebook.path), sha256=notebook.sha256, notes=tuple(notes)
    )


def arguments_of(source: str) -> dict[str, Any]:
    """Read the arguments of the `check.load(...)` at the end of a cell, without running it."""
    call = ast.parse(source).body[-1].value  # type: ignore[attr-defined]
    arguments = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    name, title = map(ast.literal_eval, call.args)
    return {"name": name, "title": title, **arguments}


def _carried_checks(notebook: Notebook) -> dict[str, Any]:
    """Read the arguments of the `check.load(...)` that a notebook carries, without running it."""
    # In a notebook that lost its metadata, the cell that loads the checks is known by its text.
    named = [cell for cell in notebook.cells if cell.id == "public-checks"]
    for cell in named or [cell for cell in notebook.cells if "check.load(" in cell.source]:
        try:
            return arguments_of(cell.source)
        except (SyntaxError, ValueError, AttributeError, TypeError, IndexError):
            break
    raise SubmissionError(
        notebook.path,
        "this notebook carries no checks that can be read (its collapsed cell 'public-checks')",
        "Start from the notebook that was released, and copy your answers into it.",
    )
