"""What came in of a class: every attempt of every student, and which of them count.

A folder of submissions that `autograder collect` has made says so in a file of its own, and a
folder of results keeps what was graded of it: results are often read elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

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
        What it came in: the archive's name, and the member's.
    """

    student: str
    number: int
    name: str
    file: str
    handed_in: str = ""
    late_seconds: float = 0.0
    source: str = ""


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
    """

    students: tuple[Student, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    policy: Policy = "latest"
    due: str = ""
    late: str = ""

    def of(self, student: str) -> list[Attempt]:
        """Give a student's attempts, first to last."""
        own = (one for one in self.attempts if one.student == student)
        return sorted(own, key=lambda one: one.number)

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


def write_class(found: Class, folder: Path) -> Path:
    """Write down a class, whole or not at all."""
    students = [asdict(one) for one in found.students]
    attempts = [asdict(one) for one in found.attempts]
    data = _Written(1, found.policy, found.due, found.late, students, attempts)
    text = json.dumps(asdict(data), indent=2, ensure_ascii=False) + "\n"
    return write_whole(text, folder / FILE)


def read_class(folder: Path) -> Class | None:
    """Read what a folder says of a class; None if it says nothing.

    Raises
    ------
    UsageError
        If the file is damaged.
    """
    path = folder / FILE
    try:
        data = _Written(**json.loads(path.read_text(encoding="utf-8")))
        if data.version != 1 or data.policy not in POLICIES:
            raise ValueError(f"version {data.version}, policy {data.policy!r}")
        return Class(
            tuple(Student(**one) for one in data.students),
            tuple(Attempt(**one) for one in data.attempts),
            data.policy,  # type: ignore[arg-type]  # it is one of POLICIES
            data.due,
            data.late,
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise UsageError(
            f"{path}: this says nothing of a class ({type(error).__name__}). Give the same "
            "autograder collect again, or remove it."
        ) from error
