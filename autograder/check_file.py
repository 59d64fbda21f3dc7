"""What `autograder check` does: the public checks of a notebook file, in a process of its own."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import assemble
from autograder.asking.sessions import WorkerSession
from autograder.build import embedded_checks
from autograder.cell_notes import not_run
from autograder.edition import edition_of
from autograder.errors import AssignmentError, SubmissionError, UsageError
from autograder.language import speaking
from autograder.mistakes.side_by_side import Cells
from autograder.mistakes.submitted import submitted
from autograder.notebook import Notebook, read_notebook
from autograder.pack import Assignment, edited, installed_assignments, load_assignment
from autograder.practice import WHO, Practice
from autograder.report import Report
from autograder.variants.drawing import Numbers, declared
from autograder.variants.opened import id_of_environment, id_written_in, put_in
from autograder.variants.students import by_word


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
    if carried["name"] in installed_assignments():
        assignment = _as_carried(load_assignment(carried["name"]), carried)
        numbers = _numbers(notebook, carried, assignment.variants)
        assignment = replace(assignment, numbers={**assignment.values, **numbers})
        notebook = put_in(notebook, assignment.values)
        # All of it, since a notebook of another version may call cells otherwise.
        installed = arguments_of(embedded_checks(assignment, graded=bool(carried.get("hidden"))))
        carried = {"version": "", "settings": {}, **installed}
        cells = assemble.program(notebook, assignment)
        return _practised(notebook, carried, cells, question, seed)
    notebook = _with_numbers(notebook, carried)
    return _practised(notebook, carried, _own_program(notebook), question, seed)


def check_as_carried(path: str | Path, seed: int = 0) -> Report:
    """Run the public checks of a notebook as it carries them, wherever its assignment is.

    That is what a student's machine does. Parameters and errors are those of `check_notebook`.
    """
    notebook = read_notebook(path)
    carried = _carried_checks(notebook)
    notebook = _with_numbers(notebook, carried)
    return _practised(notebook, carried, _own_program(notebook), None, seed)


def _with_numbers(notebook: Notebook, carried: dict[str, Any]) -> Notebook:
    """Give a notebook with the numbers of whoever it says it is of, drawn as it says."""
    if carried.get("draws"):
        source, questions = carried["draws"]["source"], list(carried["questions"])
        functions = declared(source, "variants.py", questions)
        carried["numbers"] = _numbers(notebook, carried, functions)
        del carried["draws"]
    return put_in(notebook, carried.get("numbers", {}))


def _numbers(notebook: Notebook, carried: dict[str, Any], functions: Mapping[str, Any]) -> Numbers:
    """Give the numbers that a notebook says are its own, of those that are drawn by functions."""
    if draws := carried.get("draws"):
        student = id_written_in(cell.source for cell in notebook.cells) or id_of_environment()
        if not student:
            raise UsageError(f"{notebook.path}: {WHO}")
        return by_word(draws["word"]).numbers(student, functions, carried["name"])
    return {
        question: {name: value for name, value in values.items() if type(value) in (int, float)}
        for question, values in carried.get("numbers", {}).items()
        if question in functions
    }


def _as_carried(assignment: Assignment, carried: dict[str, Any]) -> Assignment:
    """Give the edition of an assignment that a notebook says it is, if there is such a one.

    Here nothing is graded; grading is told the edition by whoever grades.
    """
    said = carried.get("settings", {}).get("edition")
    if not said:
        return assignment
    try:
        edition = edition_of({"pack": assignment.name, **said}, Path(assignment.name))
        return edited(assignment, replace(edition, file=None))
    except AssignmentError:  # of another version
        return assignment


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
