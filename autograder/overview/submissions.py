"""The submissions of a folder of results, found again and shown as their students saw them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from autograder import names
from autograder.classroom.grades import Grade
from autograder.classroom.people import by_any_id
from autograder.errors import SubmissionError, UsageError
from autograder.overview.seen_page import Submitted, read_submitted, seen_page
from autograder.pack import Assignment, load_assignment
from autograder.results import stored_result


def assignment_of(grades: Sequence[Grade], given: str | None) -> Assignment:
    """Give the assignment that results are of: the one that is named, or that they name.

    Raises
    ------
    UsageError
        If nothing was graded.
    AssignmentError
        If there is no such assignment here.
    """
    if given:
        return load_assignment(given)
    named = next((one.report.assignment for one in grades if one.report is not None), "")
    if not named:
        raise UsageError("nothing in these results was graded, so name the assignment with -a.")
    return load_assignment(named)


def find_submitted(grade: Grade, results: Path) -> tuple[Submitted | None, str]:
    """Find the file that a grade is of, and read it.

    Parameters
    ----------
    grade : Grade
    results : Path
        The folder that the grade was read from.

    Returns
    -------
    submitted : Submitted or None
    problem : str
        Why it cannot be shown.
    """
    places = [grade.file]  # as it was given: results may be read on another machine
    sha256 = ""
    if grade.report is not None:
        sha256 = grade.report.sha256
        places.insert(0, stored_result(results, grade.name).file)
    problem = f"{grade.file or grade.name}: there is no such file here any more."
    for path in (Path(names.meant(place)) for place in places if place):
        if path.is_file():
            try:
                return read_submitted(path, sha256), ""
            except SubmissionError as error:
                problem = str(error)
    return None, problem


def page_of(grade: Grade, results: Path, assignment: Assignment) -> str:
    """Write the page of a grade's submission."""
    submitted, problem = find_submitted(grade, results)
    said = " ".join(dict.fromkeys(filter(None, [grade.problem, problem, grade.note])))
    return seen_page(grade.name, submitted, assignment, grade.report, said)


def chosen(grades: Sequence[Grade], wanted: Sequence[str]) -> list[Grade]:
    """Give the grades that somebody names, by submission or by any id of the student; or all.

    Raises
    ------
    UsageError
        If there is no such one.
    """
    known = by_any_id([one.student for one in grades])
    found = []
    for name in wanted:
        student = known.get(name.casefold())
        own = [one for one in grades if one.name == name or (student and one.student is student)]
        if not own:
            close = difflib.get_close_matches(name, [one.name for one in grades], 1)
            meant = f" Is it {close[0]}?" if close else ""
            raise UsageError(f"there is no result of {names.shown(name)}.{meant}")
        found += own
    return found or [one for one in grades if not one.nothing_came]


def view_pages(
    grades: Sequence[Grade], results: Path, assignment: Assignment
) -> Mapping[str, Callable[[], str]]:
    """Give the file of each submission's page, with what writes it."""
    return {
        f"submission-{one.name}.html": partial(page_of, one, results, assignment)
        for one in grades
        if one.name
    }
