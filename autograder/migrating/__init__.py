"""A course's own nbgrader notebook of a homework becomes an assignment: a list of what to change.

The notebook stays the course's: its words, its solutions, its ids and points. What is ours are the
checks, which take the place of its tests. Nothing of the notebook is run.

>>> from autograder.migrating import migrate
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.migrating.asked import Asked, fitting
from autograder.migrating.cells import decide
from autograder.migrating.files import files_of, name_of
from autograder.migrating.lines import lines_of
from autograder.migrating.reading import Source, read_source_notebook
from autograder.migrating.steps import Line, applied
from autograder.pack import Assignment

__all__ = ["Migration", "migrate"]


@dataclass(frozen=True)
class Migration:
    """What is to be done to a notebook so that it becomes an assignment of its own.

    Parameters
    ----------
    source : Source
        The notebook, as it was read.
    assignment : Assignment
        The pack whose checks it gets.
    name : str
        What the new assignment is called.
    lines : tuple of Line
        Cell by cell, what to do; those of new cells stand where they belong.
    files : dict
        The other files of the new assignment's folder, by path in it.
    left : tuple of str
        The pack's graded cells that are not asked.
    """

    source: Source
    assignment: Assignment
    name: str
    lines: tuple[Line, ...]
    files: Mapping[str, str]
    left: tuple[str, ...] = ()

    def notebook(self) -> dict[str, Any]:
        """Give the notebook with all of the list done."""
        return applied(self.source.document, self.lines)

    def to_data(self) -> dict[str, Any]:
        """Give the list as JSON-able data: each step says literally what to do."""
        return {
            "notebook": str(self.source.path),
            "checks_of": self.assignment.name,
            "name": self.name,
            "cells": [line.to_data() for line in self.lines],
            "files": dict(self.files),
        }


def migrate(path: str | Path, assignment: Assignment | None = None) -> Migration:
    """Say what to change in an nbgrader notebook so that it is graded by an assignment's checks.

    Parameters
    ----------
    path : path-like
        The instructor's version, with solutions, in any of nbgrader's three schemas.
    assignment : Assignment, optional
        Whose checks; by default the installed assignment that asks for most of what it answers.

    Returns
    -------
    Migration

    Raises
    ------
    SubmissionError
        If the notebook cannot be read, or a cell of it cannot be brought over.
    UsageError
        If no assignment was given and none fits.
    """
    source = read_source_notebook(path)
    try:
        return _migrated(source, assignment)
    except RecursionError as error:
        raise SubmissionError(
            source.path, "a cell of it is nested too deeply to be read", "Write it in parts."
        ) from error


def _migrated(source: Source, assignment: Assignment | None) -> Migration:
    assignment = fitting(source) if assignment is None else assignment
    asked = Asked(assignment)
    decided = decide(source, asked)
    if not decided.hosts:
        names = ", ".join(sorted(name for name in asked.owner if "." not in name))
        raise SubmissionError(
            source.path,
            f"no solution cell of it defines what {assignment.name} asks for",
            f"It asks for {names}. Is this another homework? Then name its assignment with -a.",
        )
    name = name_of(source.path)
    lines, files = lines_of(decided), files_of(decided, name)
    return Migration(source, assignment, name, lines, files, tuple(decided.left))
