"""Folders: ``ada.ipynb``, ``ada/scalar.ipynb``, or nbgrader's ``ada/scalar/scalar.ipynb``.

nbgrader, and who fetches submissions for it, writes the time of handing in into ``timestamp.txt``
of the student's folder of the assignment; without a zone it is UTC. A folder whose name is a
number, as in ``ada/2/scalar.ipynb``, is an attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath

from autograder import names
from autograder.incoming.archive import Member
from autograder.incoming.bundles import Bundle, Sender, Sorted
from autograder.incoming.times import read_time

NAME = "folder"

#: What a folder is called in which everybody's lie.
_EVERYBODYS = frozenset({"submitted", "submissions"})


def sort(members: Sequence[Member], assignment: str) -> Sorted:
    """Say whose files these are, by the first name of their path."""
    above = _above(members, assignment)
    of: dict[tuple[str, int], list[Member]] = {}
    rest: list[tuple[Member, str]] = []
    for member in members:
        parts = member.parts[above:]
        if member.nobodys or not parts or (len(parts) == 1 and not _is_somebodys(member)):
            rest.append((member, "it is in no student's folder."))
            continue
        number = int(parts[1]) if len(parts) > 2 and _is_number(parts[1]) else 0
        of.setdefault((_telling(parts), number), []).append(member)
    bundles = (
        Bundle((Sender("", who),), tuple(own), "", _time(own, above, assignment), place=number)
        for (who, number), own in of.items()
    )
    return Sorted(tuple(bundles), tuple(rest))


def _above(members: Sequence[Member], assignment: str) -> int:
    """Give the number of folders that hold everything and say of nobody: as archives often have."""
    firsts = {one.parts[0] for one in members if not one.nobodys and len(one.parts) > 1}
    alone = any(len(one.parts) == 1 and not one.nobodys for one in members)
    if len(firsts) != 1 or alone:
        return 0
    (first,) = firsts
    everybodys = {*_EVERYBODYS, assignment.casefold(), PurePath(members[0].source).stem.casefold()}
    return 1 if first.casefold() in everybodys else 0


def _telling(parts: tuple[str, ...]) -> str:
    first = parts[0]
    if first.lower().endswith(".zip"):
        return first[: -len(".zip")]
    return first if len(parts) > 1 else names.without_ending(first)


def _is_somebodys(member: Member) -> bool:
    """Say whether a file at the top is a submission: a notebook, or an archive with one."""
    return member.parts[-1].lower().endswith((".ipynb", ".zip"))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 6


def _time(members: Sequence[Member], above: int, assignment: str) -> datetime | None:
    """Read when something was handed in; a file of that name that lies deeper is the student's."""
    times = [
        one
        for one in members
        if one.parts[-1] == "timestamp.txt" and one.kept is not None and not one.own
        if not _deeper(one.parts[above + 1 : -1], assignment)
    ]
    if not times:
        return None
    highest = min(times, key=lambda one: len(one.parts))
    assert highest.kept is not None
    try:
        return read_time(highest.kept.read_text(encoding="utf-8"), UTC)
    except ValueError:
        return None


def _deeper(folders: tuple[str, ...], assignment: str) -> tuple[str, ...]:
    """Leave out the folders in a student's that name the attempt and the assignment."""
    rest = folders[1:] if folders and _is_number(folders[0]) else folders
    return rest[1:] if rest and rest[0].casefold() == assignment.casefold() else rest
