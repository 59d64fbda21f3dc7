"""Whether the files of an assignment fit together: notebook, checks, settings, misconceptions."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.asking.checks import Check, load_checks, verify_points
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_checks
from autograder.errors import AssignmentError
from autograder.explaining.misconceptions import load_misconceptions, wrong_engine
from autograder.pack import Assignment
from autograder.parts import verify_parts
from autograder.report import FULL_POINTS
from autograder.settings import allowance_of, limits_of, tolerances_of


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


def verify_edition_answers(assignment: Assignment, checks: Sequence[Check]) -> None:
    """See to it that the reference answers to what an edition asks have all its points.

    A question may be built upon another one without saying so: then it cannot be asked alone.

    Raises
    ------
    AssignmentError
        If they have not.
    """
    limits = limits_of(assignment.limits)
    asked = ", ".join(assignment.questions)
    remedy = (
        "It is built upon a question that is left out: ask that, too, or give its answers "
        "(--given), and name it in the [leans] of the pack."
    )
    try:
        names = wrong_engine(assignment, None)
    except Exception as error:
        raise AssignmentError(
            f"with {asked} alone the notebook does not run ({error!r}). {remedy}"
        ) from error
    for result in run_checks(checks, Submission(LocalSession(names, limits)), 0, False):
        if result.verdict not in FULL_POINTS:
            raise AssignmentError(
                f"with {asked} alone, the reference answers fail {result.id} of {result.cell}: "
                f"{result.message[:300]} {remedy}"
            )
