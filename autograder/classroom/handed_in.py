"""What came in of a class: every attempt of every student, and which of them count.

A folder of submissions that `autograder collect` has made says so in a file of its own, and a
folder of results keeps what was graded of it: results are often read elsewhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from autograder.classroom.people import Student
from autograder.errors import UsageError
from autograder.files import write_whole

#: What a folder of submissions, and one of results, says of the class that handed them in.
FILE = ".autograder-class.json"

#: Which of a student's attempts counts.
Policy = Literal["latest", "first", "best"]

POLICIES: tuple[str, ...] = get_args(Policy)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One notebook that a student handed in.

    Parameters
    ----------
    student : str
        The student's id.
    number : int
        1 for the first.
    name : str
        What tables call it, and the stem of its result's file.
    file : str
        Its path below the folder of submissions, with ``/``.
    handed_in : str
        Date and time with the zone, as ISO 8601 writes them; empty if not known.
    late_seconds : float
        How long after the end of its time it came; 0 if it came in time, or that is not known.
    source : str
        What it came in: the archive's name, a colon, and the member's.
    sha256 : str
        Of its bytes.
    key : str
        What the system that it came from calls it, such as ``"canvas:67890"``: of one student's
        attempts, a larger number came later. Empty if nothing is known of that.
    marked_late : bool
        Whether that system says that it came late, and not how late.
    sender : mapping
        Who handed it in, as that system says (``"system"``, ``"id"``, ``"sid"``, ``"email"``,
        ``"name"``, those that are known): in a mended roster, that may be another student.
    """

    student: str
    number: int
    name: str
    file: str
    handed_in: str = ""
    late_seconds: float = 0.0
    source: str = ""
    sha256: str = ""
    key: str = ""
    marked_late: bool = False
    sender: Mapping[str, str] = field(default_factory=dict)


def in_order(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Sort attempts of one student: by when they were handed in, where all say so.

    Else by the numbers of the system that they came from, else by their own numbers: an export that
    is older may be taken in later.

    Examples
    --------
    >>> a = Attempt("s1", 1, "s1@1", "s1/1/x.ipynb", "2026-11-20T10:00:00+00:00")
    >>> b = Attempt("s1", 2, "s1@2", "s1/2/x.ipynb", "2026-11-20T10:30:00+01:00")
    >>> [one.number for one in in_order([a, b])]
    [2, 1]
    """
    own = sorted(attempts, key=lambda one: one.number)
    if all(one.handed_in for one in own):
        return sorted(own, key=lambda one: datetime.fromisoformat(one.handed_in))
    if _by_keys(own):
        return sorted(own, key=lambda one: int(one.key.partition(":")[2]))
    return own


def is_order_known(attempts: Sequence[Attempt]) -> bool:
    """Say whether something says which of one student's attempts came last; see `in_order`."""
    return len(attempts) < 2 or all(one.handed_in for one in attempts) or _by_keys(attempts)


def _by_keys(attempts: Sequence[Attempt]) -> bool:
    keys = [one.key.partition(":") for one in attempts]
    return len({system for system, _, _ in keys}) == 1 and all(n.isdecimal() for _, _, n in keys)


@dataclass(frozen=True, slots=True)
class Class:
    """Everybody in a class, and everything that they handed in for one assignment.

    Parameters
    ----------
    students : tuple of Student
        In the roster's order.
    attempts : tuple of Attempt
    policy : str
        Which attempts count, unless something else is asked for.
    due : str
        Date and time with the zone, as ISO 8601 writes them; empty if there is none.
    late : str
        What an attempt that came late loses: see `autograder.classroom.late`.
    own_due : mapping
        A student's id to the end of that student's time, where it is another one.
    extension_days : mapping
        A student's id to days beyond everybody's end, where `own_due` comes from them.
    with_roster : bool
        Whether a roster says who is in it: then nobody else can hand in.
    """

    students: tuple[Student, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    policy: Policy = "latest"
    due: str = ""
    late: str = ""
    own_due: Mapping[str, str] = field(default_factory=dict)
    with_roster: bool = False
    extension_days: Mapping[str, float] = field(default_factory=dict)

    def of(self, student: str) -> list[Attempt]:
        """Give a student's attempts, first to last."""
        return in_order(one for one in self.attempts if one.student == student)

    def due_of(self, student: str) -> datetime | None:
        """Give the end of a student's time, if there is one."""
        text = self.own_due.get(student) or self.due
        return datetime.fromisoformat(text) if text else None

    def to_grade(self) -> list[Attempt]:
        """Give the attempts that have to be graded: those that the policy can choose."""
        every = [
            self.of(student) for student in dict.fromkeys(one.student for one in self.attempts)
        ]
        if self.policy == "best":
            return [one for own in every for one in own]
        return [own[0 if self.policy == "first" else -1] for own in every]

    def with_attempts(self, attempts: Iterable[Attempt]) -> Class:
        """Give the same class with other attempts."""
        return replace(self, attempts=tuple(attempts))


@dataclass(frozen=True, slots=True)
class _Written:
    version: int = 1
    policy: str = "latest"
    due: str = ""
    late: str = ""
    students: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    own_due: dict[str, str] = field(default_factory=dict)
    with_roster: bool = False
    extension_days: dict[str, float] = field(default_factory=dict)


def write_class(found: Class, folder: Path) -> Path:
    """Write down a class, whole or not at all."""
    return write_whole(class_text(found), folder / FILE)


def class_text(found: Class) -> str:
    """Give what stands in a class's file."""
    students = [asdict(one) for one in found.students]
    attempts = [asdict(one) for one in found.attempts]
    data = _Written(
        1,
        found.policy,
        found.due,
        found.late,
        students,
        attempts,
        dict(found.own_due),
        found.with_roster,
        dict(found.extension_days),
    )
    return json.dumps(asdict(data), indent=2, ensure_ascii=False) + "\n"


def read_class(folder: Path) -> Class | None:
    """Read what a folder says of a class; None if it says nothing.

    Raises
    ------
    UsageError
        If the file is damaged.
    """
    path = folder / FILE
    try:
        data = _checked(_Written(**json.loads(path.read_text(encoding="utf-8"))))
        if data.version != 1 or data.policy not in POLICIES:
            raise ValueError(f"version {data.version}, policy {data.policy!r}")
        return Class(
            tuple(_checked(Student(**one)) for one in data.students),
            tuple(_checked(Attempt(**one)) for one in data.attempts),
            data.policy,  # type: ignore[arg-type]  # it is one of POLICIES
            data.due,
            data.late,
            dict(data.own_due),
            data.with_roster,
            dict(data.extension_days),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise UsageError(
            f"{path}: this says nothing of a class ({type(error).__name__}). Give the same "
            "autograder collect again, or remove it."
        ) from error


#: What values of a field must be, by how its type is written.
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "Mapping[str, str]": dict,
    "dict[str, str]": dict,
    "dict[str, float]": dict,
    "list[dict[str, Any]]": list,
}

Checked = TypeVar("Checked", Student, Attempt, _Written)


def _checked(one: Checked) -> Checked:
    """Give what was read, if its values are of the kinds that they must be.

    Raises
    ------
    TypeError, ValueError
        If not.
    """
    for field_ in fields(one):
        value, written = getattr(one, field_.name), str(field_.type)
        right = isinstance(value, _KINDS[written])
        if right and isinstance(value, dict):
            kind = (int, float) if "float" in written else str
            right = all(isinstance(part, kind) for part in value.values())
        if not right:
            raise TypeError(f"{field_.name}: {value!r}")
    if isinstance(one, Attempt):
        if not 0 <= one.late_seconds < math.inf:
            raise ValueError(f"late_seconds: {one.late_seconds}")
        if one.handed_in:
            datetime.fromisoformat(one.handed_in)
    return one
