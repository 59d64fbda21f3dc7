"""Who is in the course: the ids in a roster that a learning platform exported."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from autograder.errors import UsageError
from autograder.names import shown
from autograder.variants.drawing import plain_id

#: Columns that hold ids, the first that is there counts: nbgrader's, Canvas's, Gradescope's,
#: Moodle's.
COLUMNS = (
    *("id", "student_id", "student id", "username", "sis login id", "login", "sid"),
    *("sis user id", "id number", "email", "email address"),
)

#: What a folder may be called on every system.
_PLAIN = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|.~ ][^\x00-\x1f\x7f/\\:*?\"<>|]{0,99}")


def student_ids(path: Path) -> tuple[str, ...]:
    """Read the ids of a roster, a CSV file with a line of titles.

    Raises
    ------
    UsageError
        If it cannot be read, has no column of ids, or one that is no name for a folder or stands
        there twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: it is not in UTF-8. Export it again as CSV UTF-8.") from error
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    titles = [title.strip().casefold() for title in rows[0]] if rows else []
    column = next((titles.index(name) for name in COLUMNS if name in titles), None)
    if column is None:
        there = ", ".join(shown(title) for title in (rows[0] if rows else [])) or "none"
        raise UsageError(
            f"{path}: no column of it holds ids (there are: {there:.300}). Call one id, or any of "
            f"{', '.join(COLUMNS[1:])}."
        )
    found: dict[str, tuple[str, int]] = {}
    for number, row in enumerate(rows[1:], 2):
        student = row[column].strip() if column < len(row) else ""
        if not student:  # as in the line of Canvas that says what everything is worth
            continue
        if _PLAIN.fullmatch(student) is None or student != student.rstrip(". "):
            raise UsageError(
                f"{path}, row {number}: the id {shown(student):.100} cannot be the name of a "
                "folder. Use another column for ids, and call it id."
            )
        if plain_id(student) in found:
            before = found[plain_id(student)][1]
            raise UsageError(
                f"{path}: the id {shown(student)} is in row {before} and in row {number}. Keep one "
                "of them."
            )
        found[plain_id(student)] = student, number
    if not found:
        raise UsageError(f"{path}: nobody is in it. Export it again.")
    return tuple(student for student, _ in found.values())
