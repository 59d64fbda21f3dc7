"""A student, as rosters and other systems know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Student:
    """A student.

    Parameters
    ----------
    id : str
        What tells a student apart in this course. Other systems' ids are below `others`.
    name, email, login, section : str
        Empty if not known.
    others : mapping
        What a system calls it (``"canvas"``, ``"moodle"``, ``"gradescope"``, ``"sis"``) to the
        student's id there.
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    section: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    def known_as(self) -> tuple[str, ...]:
        """Give every id that this student goes by, without regard to upper and lower case."""
        every = (self.id, self.login, self.email, *self.others.values())
        return tuple(dict.fromkeys(one.strip().casefold() for one in every if one.strip()))


def by_any_id(students: Iterable[Student]) -> dict[str, Student]:
    """Give a table from every id that means one student only to that student.

    Examples
    --------
    >>> ada, ben = Student("s1", email="Ada@x.org"), Student("s2", login="S1")
    >>> {key: student.id for key, student in by_any_id([ada, ben]).items()}
    {'ada@x.org': 's1', 's2': 's2'}
    """
    found: dict[str, Student | None] = {}
    for student in students:
        for key in student.known_as():
            found[key] = student if found.get(key, student) is student else None
    return {key: student for key, student in found.items() if student is not None}
