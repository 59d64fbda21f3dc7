"""A page for each student in one archive, which Canvas or Moodle gives back to them.

In Canvas: the assignment, Upload submissions. In Moodle: the assignment, Upload multiple feedback
files in a zip. Both read from a file's name whose it is, so it keeps the name that the submission
came in under.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from autograder.classroom.grades import Grade
from autograder.errors import UsageError
from autograder.names import plain
from autograder.outgoing.origin import canvas_prefix, moodle_folder
from autograder.outgoing.pages import page_of
from autograder.outgoing.tables import called

#: The comment by which an archive is known to be ours.
COMMENT = b"autograder: feedback"

_PAGE = "feedback.html"


def canvas_name(grade: Grade) -> str:
    """Give the name of a page as Canvas wants it: user and submitted file stand before its own."""
    prefix = canvas_prefix(grade)
    return prefix and prefix + _PAGE


def moodle_name(grade: Grade) -> str:
    """Give the name of a page as Moodle wants it: below the folder of the participant."""
    folder = moodle_folder(grade)
    return folder and f"{folder}/{_PAGE}"


NAMES: Mapping[str, Callable[[Grade], str]] = {"canvas": canvas_name, "moodle": moodle_name}


def to_zip(grades: Sequence[Grade], system: str) -> tuple[bytes, list[str]]:
    """Write the archive: the same bytes for the same grades.

    Parameters
    ----------
    grades : sequence of Grade
    system : str
        One of `NAMES`.

    Returns
    -------
    data : bytes
    left_out : list of str
        A line for each submission whose page has no name there.

    Raises
    ------
    UsageError
        If there is no page at all, or two would have one name.
    """
    pages: dict[str, Grade] = {}
    left_out: list[str] = []
    for grade in grades:
        if grade.nothing_came:
            continue
        name = NAMES[system](grade)
        if not name:
            left_out.append(f"{plain(called(grade))}: it did not come in {_whose(system)}.")
        elif name in pages:
            raise UsageError(
                f"{plain(called(grade))} and {plain(called(pages[name]))} came in under one name, "
                f"{plain(name)}. Collect the archive again: autograder collect."
            )
        else:
            pages[name] = grade
    if not pages:
        raise UsageError(
            f"none of the results is of a submission that came in {_whose(system)}. Take that in "
            "with autograder collect, and grade what it makes of it."
        )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = COMMENT
        for name in sorted(pages):
            member = zipfile.ZipInfo(name)  # of a fixed date
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            file.writestr(member, page_of(pages[name]).encode(errors="replace"))
    return archive.getvalue(), left_out


def is_ours(data: bytes) -> bool:
    """Say whether an archive is one of these."""
    return data.endswith(COMMENT)


def _whose(system: str) -> str:
    return f"{system.capitalize()}'s archive of submissions"
