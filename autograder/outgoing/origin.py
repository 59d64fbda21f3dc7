"""What a submission was called in another system, read from the name that it came in under.

Canvas calls a file ``adalovelace_LATE_17_4711_hw.ipynb``: the user, and the file that was handed
in. Moodle calls a folder, or the beginning of a file, ``Ada Lovelace_1234_assignsubmission_file``:
the participant, whose number is another one in each assignment.
"""

from __future__ import annotations

import re

from autograder.classroom.grades import Grade
from autograder.names import meant

#: Canvas takes numbers between underscores out of names, so the first two are its own.
_CANVAS = re.compile(r"(?:.*?_)??(?:LATE_)?(?P<user>\d+|anon_[^_]+)(?:_LATE)?_\d+_")
_MOODLE = re.compile(r"[^_]+_(?P<participant>\d+)_assignsubmission_file_?")


def canvas_prefix(grade: Grade) -> str:
    """Give the beginning of a file's name in Canvas, up to its own; empty if it is not known.

    Examples
    --------
    >>> from autograder.classroom.handed_in import Attempt
    >>> from autograder.classroom.people import Student
    >>> source = "submissions.zip: adalovelace_LATE_17_4711_hw_2.ipynb"
    >>> attempt = Attempt("s1", 1, "s1", "s1.ipynb", source=source)
    >>> canvas_prefix(Grade(Student("s1"), "s1", None, attempt=attempt))
    'adalovelace_LATE_17_4711_'
    """
    found = _found(_CANVAS, grade)
    return found[0] if found else ""


def canvas_user(grade: Grade) -> str:
    """Give the number of the user in Canvas; empty if it is not known."""
    found = _found(_CANVAS, grade)
    return found["user"] if found and found["user"].isdigit() else ""


def moodle_folder(grade: Grade) -> str:
    """Give the name of a submission's folder in Moodle; empty if it is not known."""
    found = _found(_MOODLE, grade)
    return found[0] if found else ""


def moodle_participant(grade: Grade) -> str:
    """Give the number of the participant in Moodle; empty if it is not known."""
    found = _found(_MOODLE, grade)
    return found["participant"] if found else ""


def _found(pattern: re.Pattern[str], grade: Grade) -> re.Match[str] | None:
    """Look for a name of this kind, from the outside: what is inside is the student's own."""
    source = grade.attempt.source if grade.attempt else ""
    _, _, member = source.partition(": ")
    matches = map(pattern.match, meant(member).split("/"))
    return next((found for found in matches if found), None)
