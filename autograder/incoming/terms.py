"""How a class hands in: who is in it, until when, which attempt counts, what coming late costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import cast

from autograder.classroom.handed_in import Attempt, Class, Policy
from autograder.classroom.people import Student
from autograder.classroom.roster import Roster
from autograder.errors import UsageError
from autograder.incoming.bundles import Sender
from autograder.incoming.matching import Roll, part_namesakes, written
from autograder.incoming.times import read_time, seconds_late
from autograder.names import plain


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said now; what is empty stays as it was.

    Parameters
    ----------
    roster : Roster or None
    system : str
        What the sources come from; found out from their names by default.
    due : str
        The end of everybody's time.
    zone : tzinfo or None
        Where times are that do not say so; by default here.
    policy : str
        Which attempt counts.
    late : str
        What coming late costs: see `autograder.classroom.late`.
    """

    roster: Roster | None = None
    system: str = ""
    due: str = ""
    zone: tzinfo | None = None
    policy: str = ""
    late: str = ""


def renewed(known: Class, terms: Terms) -> Class:
    """Give a class under what is said now, with all earlier attempts.

    Raises
    ------
    UsageError
        If a time is none.
    """
    due = _time(terms.due, terms.zone, "--due").isoformat() if terms.due else known.due
    policy = cast("Policy", terms.policy or known.policy)
    late = terms.late or known.late
    found = replace(known, due=due, policy=policy, late=late)
    if terms.roster is not None:
        found = _with_roster(found, terms.roster, terms.zone)
    if terms.roster is not None or terms.due:
        found = _extended(found, terms.zone)
    return found.with_attempts(relate(one, found) for one in found.attempts)


def relate(attempt: Attempt, known: Class) -> Attempt:
    """Say by how much an attempt came late."""
    when = datetime.fromisoformat(attempt.handed_in) if attempt.handed_in else None
    return replace(attempt, late_seconds=seconds_late(when, known.due_of(attempt.student)))


def _time(text: str, zone: tzinfo | None, place: str) -> datetime:
    try:
        return read_time(text, zone)
    except ValueError as error:
        raise UsageError(
            f"{place} {plain(text)}: this is no time. Write one such as 2026-11-20 23:59."
        ) from error


def _with_roster(known: Class, roster: Roster, zone: tzinfo | None) -> Class:
    """Put a roster in the earlier one's place; who handed in before is looked up in it."""
    before = {one.id: one for one in known.students}
    students = tuple(
        replace(one, others={**_others(before.get(one.id), one), **one.others})
        for one in roster.students
    )
    now = _now_called(known, students)
    attempts = (replace(one, student=now.get(one.name, one.student)) for one in known.attempts)
    own = {who: _time(text, zone, f"due of {who}:").isoformat() for who, text in roster.due.items()}
    days = {who: days for who, days in roster.extension_days.items() if who not in own}
    return replace(
        known, students=students, attempts=tuple(attempts), own_due=own, extension_days=days
    )


def _extended(known: Class, zone: tzinfo | None) -> Class:
    """Work out the ends that are days beyond everybody's."""
    if known.extension_days and not known.due:
        raise UsageError("the roster has extension_days, and nobody said of what. Add --due.")
    # By the clock: over the end of summer time, too, it ends at the same hour.
    ends = {
        who: _later(datetime.fromisoformat(known.due), days, zone).isoformat()
        for who, days in known.extension_days.items()
    }
    return replace(known, own_due={**known.own_due, **ends})


def _others(before: Student | None, now: Student) -> Mapping[str, str]:
    """Give what systems called a student, unless the roster has the id for somebody else now."""
    if before is None:
        return {}
    same = not before.name or not now.name or bool(written(before.name) & written(now.name))
    return before.others if same else {}


def _later(due: datetime, days: float, zone: tzinfo | None) -> datetime:
    if zone is None:
        return (due.replace(tzinfo=None) + timedelta(days=days)).astimezone()
    return due.astimezone(zone) + timedelta(days=days)


def _now_called(known: Class, students: tuple[Student, ...]) -> Mapping[str, str]:
    """Give whose each attempt is, by its name, where the roster knows who handed it in."""
    roll = Roll(students)
    senders = {one.name: Sender(**{"system": "", **one.sender}) for one in known.attempts}
    matches = {sender: roll.find(sender) for sender in senders.values()}
    part_namesakes(matches)
    found = {name: matches[sender].student for name, sender in senders.items()}
    return {name: student.id for name, student in found.items() if student is not None}
