"""Whether the files of an assignment fit together: notebook, checks, settings, misconceptions."""

from __future__ import annotations

from autograder.asking.checks import Check, load_checks, verify_points
from autograder.explaining.misconceptions import load_misconceptions
from autograder.pack import Assignment
from autograder.parts import verify_parts
from autograder.settings import allowance_of, tolerances_of


def assignment_checks(assignment: Assignment) -> list[Check]:
    """Load an assignment's checks, public and hidden, and see that all its files fit together.

    Raises
    ------
    AssignmentError
        If they do not load or do not fit the notebook.
    """
    checks = load_checks(
        assignment.check_sources(), assignment.by_id, tolerances_of(assignment.tolerances)
    )
    verify_points(checks, assignment.points)
    for cell in assignment.cells:
        verify_parts(cell)
    allowance_of(assignment.limits)
    load_misconceptions(assignment)
    return checks
