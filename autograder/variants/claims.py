"""Whose numbers stand in a submission, and whose a result was asked with."""

from __future__ import annotations

import ast
import re
from typing import Any

from autograder.names import shown
from autograder.notebook import Notebook
from autograder.pack import Assignment
from autograder.report import Report

#: How the public checks of a notebook carry its numbers.
_CARRIED = re.compile(r"^    numbers=(\{.{0,5000}\}),$", re.MULTILINE)


def asked_with(report: Report, assignment: Assignment) -> bool:
    """Say whether a result was asked with the numbers of this student's assignment."""
    return report.student == assignment.student and report.numbers == _plain(assignment)


def of_others(notebook: Notebook, assignment: Assignment) -> list[str]:
    """Say whose numbers stand in a submission, if they are not those of the student it is of.

    Parameters
    ----------
    notebook : Notebook
        The submission.
    assignment : Assignment
        That of the student it is of, with whose numbers it was graded.
    """
    students, carried = assignment.students, _carried(notebook)
    if students is None or not students.ids or carried in (None, _plain(assignment)):
        return []
    theirs = [one for one in students.ids if _plain(assignment.of_student(one)) == carried]
    whose = " or ".join(map(shown, theirs[:3])) + (" or others" if len(theirs) > 3 else "")
    mine = shown(assignment.student)
    return [
        f"the numbers in it are those of {whose or 'nobody in the roster'}; it is {mine}'s, and "
        f"was graded with the numbers of {mine}"
    ]


def _plain(assignment: Assignment) -> dict[str, dict[str, float]]:
    return {question: dict(numbers) for question, numbers in assignment.values.items()}


def _carried(notebook: Notebook) -> Any:
    for cell in notebook.cells:
        found = _CARRIED.search(cell.source) if "check.load(" in cell.source else None
        if found is not None:
            try:
                return ast.literal_eval(found[1])
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
    return None
