"""Whether the files of an assignment fit together: notebook, checks, settings, misconceptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.asking.checks import Check, load_checks, verify_points, with_numbers
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_checks
from autograder.errors import AssignmentError
from autograder.explaining.misconceptions import load_misconceptions, wrong_engine
from autograder.pack import Assignment
from autograder.parts import verify_parts
from autograder.recognize import defined
from autograder.report import FULL_POINTS
from autograder.settings import allowance_of, limits_of, tolerances_of


def assignment_checks(assignment: Assignment) -> list[Check]:
    """Load an assignment's checks, public and hidden, and see that all its files fit together.

    Raises
    ------
    AssignmentError
        If they do not load or do not fit the notebook.
    """
    checks = with_numbers(
        load_checks(
            assignment.check_sources(), assignment.by_id, tolerances_of(assignment.tolerances)
        ),
        assignment.values,
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
    alone = f"with {', '.join(assignment.questions)} alone"
    try:
        names = wrong_engine(assignment, None)
    except Exception as error:
        raise AssignmentError(
            f"{alone} the notebook does not run ({error!r}). {_remedy(assignment, str(error))}"
        ) from error
    for result in run_checks(checks, Submission(LocalSession(names, limits)), 0, False):
        if result.verdict not in FULL_POINTS:
            raise AssignmentError(
                f"{alone}, the reference answers fail {result.id} of {result.cell}: "
                f"{result.message[:300].rstrip('. ')}. {_remedy(assignment, result.message)}"
            )


def _remedy(assignment: Assignment, message: str) -> str:
    """Say what to ask or give besides, where it is known what is missing."""
    if assignment.whole is None or assignment.edition is None:
        return ""
    missing = re.findall(r"name '(\w+)' is not defined|There is no `(\w+)`", message)
    names = {name for pair in missing for name in pair if name}
    for cell in assignment.whole.cells:
        if cell.role == "answer" and names & defined(cell.source):
            given = ",".join([*assignment.edition.given, cell.id])
            return (
                f"That is written in {cell.id}: ask {cell.question}, too, or give this answer, "
                f"solution and all: --given {given}."
            )
    return (
        "It is built upon a question that is left out: ask that, too, or have students find its "
        "answers worked out (--given), and name it under [leans] in assignment.toml."
    )
