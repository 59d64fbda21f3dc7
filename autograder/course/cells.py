"""Whether the source notebook of a course still is the assignment's.

Texts and solutions are the instructor's to edit. Given cells, graded cells and the public checks
are not: the grader runs its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.build import source_notebook
from autograder.feedback import points
from autograder.notebook import cell_entry
from autograder.pack import Assignment

#: Roles of cells that have to be the assignment's, and what people call them.
_CALLED = {
    "setup": "the first cell",
    "public-checks": "the cell of public checks",
    "given": "given cells",
    "points": "graded cells",
    "check": "cells with checks",
}
#: What the first cell installs is the course's to say.
_INSTALLS = re.compile(r"^def _check\(course=.*\):$", re.MULTILINE)


def by_grade_id(notebook: Any) -> dict[str, Any]:
    """Give the cells of a notebook that nbgrader has a name for, by that name."""
    named = ((cell_entry(cell, "nbgrader", "grade_id"), cell) for cell in notebook.cells)
    return {name: cell for name, cell in named if name}


def not_the_assignments(notebook: Any, assignment: Assignment) -> list[str]:
    """Say which cells of a source notebook are others than the assignment's, or are missing.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    assignment : Assignment

    Returns
    -------
    list of str
        Sentences with the cells and the remedy.
    """
    theirs = by_grade_id(notebook)
    changed: dict[str, list[str]] = {}
    missing: list[str] = []
    for name, ours in by_grade_id(source_notebook(assignment)).items():
        role = assignment.by_id[name].role
        if name not in theirs:
            missing.append(name)
        elif role in _CALLED and _text(theirs[name]) != _text(ours):
            changed.setdefault(_CALLED[role], []).append(name)
    again = f"`autograder generate {assignment.name} -o DIR` writes them anew."
    said = [
        f"{called} that are no longer the assignment's: {', '.join(names)}. The grader runs its "
        f"own, so students work with another text than is graded. {again}"
        for called, names in changed.items()
    ]
    if missing:
        said.append(f"cells of the assignment that are missing: {', '.join(missing)}. {again}")
    return said


def _text(cell: Any) -> str:
    text = "\n".join(line.rstrip() for line in cell.source.strip().splitlines())
    return _INSTALLS.sub("def _check(course):", text)


def points_that_differ(notebook: Any, assignment: Assignment) -> list[str]:
    """Say which graded cells have other points than in the assignment.

    As long as there is one, nbgrader's ``autograde`` refuses to grade.
    """
    ours = {**assignment.points, **assignment.open}
    theirs = {name: _worth(cell) for name, cell in by_grade_id(notebook).items() if _graded(cell)}
    differing = _differing(ours, theirs)
    if not differing:
        return []
    return [
        f"points that are not the assignment's: {'; '.join(differing)}. Nothing can be graded so. "
        "Put them back, or change them in a copy of the pack, with the points of its checks."
    ]


def _differing(ours: Mapping[str, float], theirs: Mapping[str, float]) -> list[str]:
    said = []
    for name in dict.fromkeys((*ours, *theirs)):
        if name not in ours:
            said.append(f"{name} is graded here ({points(theirs[name])}) and not there")
        elif name not in theirs:
            said.append(f"{name} is not graded here and {points(ours[name])} there")
        elif ours[name] != theirs[name]:
            said.append(f"{name} is {points(theirs[name])} here and {points(ours[name])} there")
    return said


def _graded(cell: Any) -> bool:
    return bool(cell.metadata["nbgrader"].get("grade") or cell.metadata["nbgrader"].get("task"))


def _worth(cell: Any) -> float:
    try:
        return float(cell.metadata["nbgrader"].get("points", 0))
    except (TypeError, ValueError):
        return 0.0
