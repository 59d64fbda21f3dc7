"""Who is in the course: the ids in a roster, as folders are called by them."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.classroom.roster import read_roster
from autograder.errors import UsageError
from autograder.names import shown
from autograder.variants.drawing import plain_id

#: What a folder may be called on every system.
_PLAIN = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|.~ ][^\x00-\x1f\x7f/\\:*?\"<>|]{0,99}")


def student_ids(path: Path) -> tuple[str, ...]:
    """Read the ids of a roster: the same that `autograder collect` calls students by.

    Raises
    ------
    UsageError
        If it cannot be read, or an id in it is no name for a folder, or the same as another one to
        a file system.
    """
    found: dict[str, str] = {}
    for student in read_roster(path).students:
        name = student.id
        if _PLAIN.fullmatch(name) is None or name != name.rstrip(". "):
            raise UsageError(
                f"{path}: the id {shown(name):.100} cannot be the name of a folder. Use another "
                "column for ids, and call it id."
            )
        if other := found.get(plain_id(name)):
            raise UsageError(
                f"{path}: the ids {shown(other)} and {shown(name)} are the same to many systems. "
                "Keep one of them."
            )
        found[plain_id(name)] = name
    return tuple(found.values())
