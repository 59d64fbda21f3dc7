"""What one student, or a group, handed in at one time; and which file of it is the notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from autograder.incoming.archive import Member


@dataclass(frozen=True, slots=True)
class Sender:
    """Who handed something in, as an export says.

    Parameters
    ----------
    system : str
        ``"canvas"``, ``"moodle"``, ``"gradescope"``; empty for a folder.
    id : str
        What the system calls this person; in a folder, what the file or its folder is called.
    sid, email, name : str
        The school's own id, and the rest; empty if not known.
    """

    system: str
    id: str = ""
    sid: str = ""
    email: str = ""
    name: str = ""

    def __str__(self) -> str:
        """Write it for a person."""
        known = [f"{self.system} {self.id}".strip(), self.sid, self.email, self.name]
        return ", ".join(filter(None, known))


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was handed in at one time.

    Parameters
    ----------
    senders : tuple of Sender
        One, or those of a group.
    members : tuple of Member
        Every file of it.
    key : str
        The system's own number for it: see `autograder.classroom.handed_in.Attempt`.
    handed_in : datetime or None
    marked_late : bool
        Whether its name says that it came late.
    place : int
        Its place among what the same student handed in, where names say so.
    """

    senders: tuple[Sender, ...]
    members: tuple[Member, ...]
    key: str = ""
    handed_in: datetime | None = None
    marked_late: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files of a source: whose they are, or why that is not known.

    Parameters
    ----------
    bundles : tuple of Bundle
    rest : tuple of (Member, str)
        Each with the reason.
    """

    bundles: tuple[Bundle, ...]
    rest: tuple[tuple[Member, str], ...] = ()


def mostly(
    members: Iterable[Member], named: Callable[[str], bool], folders: bool, depth: int = 2
) -> bool:
    """Say whether a source is of the system that names things so: more than half of its top is.

    A folder around such things counts as one of them. So each student has one voice, whatever lies
    in the student's own folder and however much of it.

    Parameters
    ----------
    members : iterable of Member
    named : callable
        Whether the system gives such a name.
    folders : bool
        Whether it names folders, too.
    depth : int
        How many folders may be around.
    """
    return _mostly({one.outside for one in members if not one.nobodys}, named, folders, depth)


def _mostly(
    paths: Iterable[tuple[str, ...]], named: Callable[[str], bool], folders: bool, depth: int
) -> bool:
    tops: dict[str, list[tuple[str, ...]]] = {}
    for first, *below in paths:
        tops.setdefault(first, []).extend([tuple(below)] if below else [])
    fitting = sum(
        named(first)
        if folders and named(first) or not below
        else depth > 0 and _mostly(below, named, folders, depth - 1)
        for first, below in tops.items()
    )
    return 2 * fitting > len(tops)


def is_called(name: str, assignment: str) -> bool:
    """Say whether a file has the assignment's name, with the number of a further copy or without.

    Examples
    --------
    >>> [is_called(f"{name}.ipynb", "scalar") for name in ("scalar", "Scalar-2", "scalar (1)")]
    [True, True, True]
    >>> is_called("scalar-old.ipynb", "scalar")
    False
    """
    stem = PurePath(name).stem
    number = r"([-_ ]?\d{1,3}|[-_ ]?\(\d{1,3}\))?"
    return bool(re.fullmatch(re.escape(assignment) + number, stem, re.IGNORECASE))


def notebook_of(members: Sequence[Member], assignment: str) -> tuple[Member | None, str]:
    """Give the notebook that is meant, or why that cannot be said.

    It is the one of the assignment's name, or else the only one. What stands in an archive of the
    student's own counts only where no notebook stands beside it.
    """
    notebooks = [one for one in members if one.is_notebook and not one.problem]
    for among in ([one for one in notebooks if not one.own], notebooks):
        if not among:
            continue
        exact = [one for one in among if one.parts[-1] == f"{assignment}.ipynb"]
        named = [one for one in among if is_called(one.parts[-1], assignment)]
        for wish in (_highest(exact), _highest(named), among):
            if len(wish) == 1:
                return wish[0], ""
            if wish:
                listed = _listed(wish)
                called = f"{len(wish)} notebooks could be meant ({listed})"
                return None, f"{called}. Keep one of them, called {assignment}.ipynb."
    for member in members:  # which was meant to be one, or to hold one
        if member.problem and member.parts[-1].lower().endswith((".ipynb", ".zip")):
            return None, f"{member.name.rpartition('/')[2]}: {member.problem}"
    return None, f"there is no notebook in it ({_listed(members)}). Ask for the .ipynb file."


def _highest(among: Sequence[Member]) -> list[Member]:
    """Give those that lie in the fewest folders."""
    depth = min((len(one.parts) for one in among), default=0)
    return [one for one in among if len(one.parts) == depth]


def _listed(members: Iterable[Member]) -> str:
    listed = [one.name.rpartition("/")[2] for one in members if not one.nobodys]
    more = len(listed) - 4
    return ", ".join(listed[:4]) + (f" and {more} more" if more > 0 else "")
