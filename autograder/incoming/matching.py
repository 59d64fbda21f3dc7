"""Which student somebody is: by ids, then by login or e-mail, then by a name that only one has.

Nobody is guessed. Where two students could be meant, it is neither, and the reason says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from autograder.classroom.people import Student
from autograder.incoming.bundles import Sender
from autograder.names import plain


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant, or why that is not known.

    Parameters
    ----------
    student : Student or None
    by : str
        ``"id"``, ``"login or e-mail"`` or ``"name"``.
    reason : str
        Where it is nobody.
    """

    student: Student | None
    by: str = ""
    reason: str = ""


class Roll:
    """Finds students of a roster.

    Parameters
    ----------
    students : sequence of Student
    """

    def __init__(self, students: Sequence[Student]) -> None:
        self._ids = _table((one.id, one) for one in students)
        self._systems = _table(
            (f"{system}:{number}", one) for one in students for system, number in one.others.items()
        )
        self._logins = _table((key, one) for one in students for key in (one.login, one.email))
        self._names = _table((key, one) for one in students for key in written(one.name))

    def find(self, sender: Sender) -> Match:
        """Say which student somebody is."""
        for table, key in self._by_id(sender):
            found = table.get(key.casefold(), ()) if key else ()
            if len(found) > 1:
                return Match(None, reason=f"{plain(str(sender))} is the id of {_names(found)}.")
            if found and self._may_be(found[0], sender, table):
                return Match(found[0], "id")
        for key in (sender.email, "" if sender.system else sender.id):
            found = self._logins.get(key.casefold(), ()) if key else ()
            if len(found) > 1:
                return Match(None, reason=f"{plain(key)} is written at {_names(found)}.")
            if found:
                return Match(found[0], "login or e-mail")
        return self._by_name(sender)

    def _by_id(self, sender: Sender) -> Iterable[tuple[Mapping[str, tuple[Student, ...]], str]]:
        """Give where to look, and for what: the system's own number first, then the school's."""
        if sender.system:
            yield self._systems, f"{sender.system}:{sender.id or sender.sid}"
        for school in ("sis", "gradescope"):
            yield self._systems, f"{school}:{sender.sid}" if sender.sid else ""
        yield self._ids, sender.sid
        yield self._ids, sender.id

    def _may_be(
        self, student: Student, sender: Sender, table: Mapping[str, tuple[Student, ...]]
    ) -> bool:
        """Say whether an id of a roster may be this system's number, which nobody has said.

        A small number may be anything: then the name has to be the same, too.
        """
        own = table is self._systems or not sender.system or sender.id == ""
        return own or not sender.name or bool(written(sender.name) & written(student.name))

    def _by_name(self, sender: Sender) -> Match:
        name = sender.name if sender.system else sender.id
        found = {one.id: one for key in written(name) for one in self._names.get(key, ())}
        who = plain(str(sender)) or "somebody"
        if len(found) == 1:
            (student,) = found.values()
            if sender.email and student.email and not _same(sender.email, student.email):
                told = f"{student.id}'s e-mail is {student.email}, and this one's {sender.email}"
                return Match(None, reason=plain(f"{who} is called as {student.id} is, but {told}."))
            return Match(student, "name")
        if found:
            return Match(None, reason=f"{who} can be {_names(tuple(found.values()))}.")
        return Match(None, reason=f"nobody in the roster is {who}.")


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def part_namesakes(matches: MutableMapping[Sender, Match]) -> None:
    """Let those be nobody whom one system knows as two, and who were found by one name.

    And those found by a name who bring an id of the kind by which others were found.
    """
    by_sid = {one.system for one, match in matches.items() if match.by == "id" and one.sid}
    for sender, match in list(matches.items()):
        if match.by == "name" and match.student and sender.sid and sender.system in by_sid:
            reason = plain(f"nobody in the roster has the id {sender.sid} ({sender.name}).")
            matches[sender] = Match(None, reason=reason)
    named: dict[tuple[str, str], list[Sender]] = {}
    for sender, match in matches.items():
        if match.student is not None and match.by == "name":
            named.setdefault((match.student.id, sender.system), []).append(sender)
    for (student, _), same in named.items():
        if len({one.id for one in same}) > 1:
            reason = f"{len(same)} who handed in have the name of {plain(student)}."
            matches.update(dict.fromkeys(same, Match(None, reason=reason)))


def written(name: str) -> frozenset[str]:
    """Give the ways in which a name is written without gaps: given name first, or family name.

    Canvas writes the family name first, and only letters and digits, in small.

    Examples
    --------
    >>> sorted(written("Ada Lovelace")), sorted(written("Lovelace, Ada"))
    (['adalovelace', 'lovelaceada'], ['adalovelace', 'lovelaceada'])
    """
    last, comma, first = name.partition(",")
    words = f"{first} {last}".split() if comma else name.split()
    turned = (" ".join([*words[n:], *words[:n]]) for n in range(max(1, len(words))))
    return frozenset(filter(None, map(_squeezed, turned)))


def _squeezed(text: str) -> str:
    plain_text = unicodedata.normalize("NFKC", text.casefold()).casefold()
    return "".join(one for one in plain_text if unicodedata.category(one)[0] in "LMN")


def _table(pairs: Iterable[tuple[str, Student]]) -> dict[str, tuple[Student, ...]]:
    found: dict[str, dict[str, Student]] = {}
    for key, student in pairs:
        if key:
            found.setdefault(key.casefold(), {})[student.id] = student
    return {key: tuple(who.values()) for key, who in found.items()}


def _names(students: Sequence[Student]) -> str:
    return " or ".join(plain(f"{one.id} ({one.name})" if one.name else one.id) for one in students)
