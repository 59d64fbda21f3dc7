"""Whose a file is, and which attempt it becomes: what is decided before anything is written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path

from autograder import names
from autograder.classroom.handed_in import Attempt, Class, in_order, is_order_known
from autograder.classroom.people import Student
from autograder.errors import SubmissionError
from autograder.incoming import came_in
from autograder.incoming.archive import Member
from autograder.incoming.bundles import Bundle, Sender, Sorted, notebook_of
from autograder.incoming.came_in import AGAIN, LEFT, NOT, TAKEN, Row
from autograder.incoming.matching import Match, Roll, part_namesakes
from autograder.incoming.terms import relate
from autograder.incoming.times import in_words, read_time
from autograder.notebook import read_bytes

#: Longest name of a student's folder, in bytes: with an attempt's number it names results.
_LONGEST = names.MAX_NAME - 20


@dataclass(frozen=True, slots=True)
class Place:
    """An attempt that is to be written.

    Parameters
    ----------
    kept : Path
        Where its bytes are.
    file : str
        Where they go, below the folder of submissions.
    """

    kept: Path
    file: str


class Taking:
    """Takes what came in, one source after another.

    Parameters
    ----------
    known : Class
        With the terms that hold now.
    with_roster : bool
        Whether only who is in a roster hands in.
    folder : Path
        Of submissions.
    assignment : str
    before : sequence of Row
        The list of what has come in so far.
    times : mapping
        A student's id to when the last file was handed in, where a roster says so.
    zone : tzinfo or None
        Where these times are.
    """

    def __init__(
        self,
        known: Class,
        with_roster: bool,
        folder: Path,
        assignment: str,
        before: Sequence[Row] = (),
        times: Mapping[str, str] | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        self.rows: list[Row] = []
        self.places: list[Place] = []
        self.problems: list[str] = []
        self._known = known
        self._with_roster = with_roster
        self._folder = folder
        self._assignment = assignment
        self._students = {one.id: one for one in known.students}
        self._attempts = {one.name: one for one in known.attempts}
        self._roll = Roll(known.students)
        self._before = {(row.source, row.member, row.sha256) for row in before}
        self._times = times or {}
        self._zone = zone
        self._now: dict[int, Row] = {}
        self._instead: set[str] = set()
        self._folders = {one.file.split("/")[0]: one.student for one in known.attempts}
        self._folders[came_in.FILE] = ""  # no student's, whatever a student is called

    @property
    def known(self) -> Class:
        """The class, with all that was taken so far."""
        return replace(
            self._known,
            students=tuple(self._students.values()),
            attempts=tuple(self._attempts.values()),
        )

    def missing(self) -> list[Student]:
        """Give of whom nothing has come, and nothing that could not be taken either."""
        there = {one.student for one in self._attempts.values()} | self._instead
        return [one for one in self._students.values() if one.id not in there]

    def add(self, members: Sequence[Member], found: Sorted) -> None:
        """Take what came in one source."""
        self._now = {}
        matches = self._matches(found.bundles)
        for bundle in sorted(found.bundles, key=_first_to_last):
            self._bundle(bundle, [matches[sender] for sender in bundle.senders])
        for member, reason in found.rest:
            missed = member.is_notebook and not member.problem
            done = NOT if missed else LEFT
            self._list(member, done=done, why=member.problem or reason)
            if missed:
                self.problems.append(f"{member.source}, {member.name}: {reason}")
        self.rows += [self._now[id(member)] for member in members]

    def _list(self, member: Member, **more: str) -> None:
        size = "" if member.size is None else str(member.size)
        self._now[id(member)] = Row(member.source, member.name, size, member.sha256, **more)

    def _matches(self, bundles: Sequence[Bundle]) -> dict[Sender, Match]:
        """Say who everybody is; by a name that two share, it is neither."""
        senders = dict.fromkeys(sender for bundle in bundles for sender in bundle.senders)
        matches = {sender: self._who(sender) for sender in senders}
        part_namesakes(matches)
        for sender, match in matches.items():
            if match.student is not None:
                self._learn(match.student, sender)
        return matches

    def _who(self, sender: Sender) -> Match:
        if not self._with_roster:
            return Match(self._new_student(sender), "id")
        match = self._roll.find(sender)
        if match.student is None or match.by != "name" or not sender.system:
            return match
        number = self._students[match.student.id].others.get(sender.system, sender.id)
        if number == sender.id or not sender.id:
            return match
        who = names.plain(f"{match.student.id} is {sender.system} {number}, and this is {sender}")
        return Match(None, reason=f"{who}.")

    def _new_student(self, sender: Sender) -> Student:
        """Give the student that an export speaks of, where there is no roster."""
        who = sender.sid or sender.id or sender.email or sender.name
        others = {sender.system: sender.id} if sender.system and sender.id else {}
        return self._students.get(who) or Student(who, sender.name, sender.email, others=others)

    def _learn(self, student: Student, sender: Sender) -> None:
        """Keep what a system calls a student: what goes back there needs it."""
        now = self._students.get(student.id, student)
        if sender.system and sender.id and sender.system not in now.others:
            now = replace(now, others={**now.others, sender.system: sender.id})
        self._students[student.id] = now

    def _bundle(self, bundle: Bundle, matches: Sequence[Match]) -> None:
        notebook, why = notebook_of(bundle.members, self._assignment)
        students = [match.student for match in matches if match.student is not None]
        found = zip(matches, bundle.senders, strict=True)
        senders = [sender for match, sender in found if match.student is not None]
        ids = "; ".join(one.id for one in students)
        nobody = " ".join(match.reason for match in matches if match.student is None)
        if nobody:
            nobody += " Mend the roster, and collect again."
        for member in bundle.members:
            if member is not notebook:
                self._beside(member, notebook, ids, why if students else nobody)
        if notebook is None:
            for student in students:
                self._instead.add(student.id)
                source = bundle.members[0].source
                self.problems.append(f"{source}, {names.plain(student.id)}: {why}")
        elif not students:
            self._list(notebook, done=NOT, why=nobody)
            self.problems.append(f"{notebook.source}, {notebook.name}: {nobody}")
        else:
            self._take(notebook, bundle, list(zip(students, senders, strict=True)), nobody)

    def _beside(self, member: Member, notebook: Member | None, ids: str, why: str) -> None:
        """List a file that is not the notebook."""
        asked = member.parts[-1].lower().endswith(".ipynb") and not member.nobodys
        reason = member.problem
        if not reason:
            reason = f"beside {notebook.name}." if notebook else why
        done = NOT if asked and notebook is None else LEFT
        self._list(member, student=ids, done=done, why=reason)
        if done == NOT and not ids:
            self.problems.append(f"{member.source}, {member.name}: {reason}")

    def _take(
        self,
        notebook: Member,
        bundle: Bundle,
        students: Sequence[tuple[Student, Sender]],
        nobody: str,
    ) -> None:
        """Make a notebook an attempt of each who handed it in."""
        taken = [self._attempt(notebook, bundle, *one) for one in students]
        first = taken[0][0]
        self._list(
            notebook,
            student="; ".join(one.student for one, _ in taken),
            attempt="; ".join(str(one.number) for one, _ in taken),
            handed_in=first.handed_in,
            late=in_words(first.late_seconds) or ("marked late" if first.marked_late else ""),
            done=TAKEN if any(new for _, new in taken) else AGAIN,
            why=nobody,
        )
        if nobody:
            self.problems.append(f"{notebook.source}, {notebook.name}: {nobody}")

    def _attempt(
        self, notebook: Member, bundle: Bundle, student: Student, sender: Sender
    ) -> tuple[Attempt, bool]:
        """Give the attempt that a notebook is, and whether it is a new one."""
        own = [one for one in self._attempts.values() if one.student == student.id]
        when = bundle.handed_in or self._time(student, bundle, notebook, own)
        handed_in = when.isoformat() if when else ""
        for one in own:
            same_key = not (one.key and bundle.key) or one.key == bundle.key
            if one.sha256 == notebook.sha256 and same_key:
                return self._again(one, own, notebook, handed_in), self._put_back(one, notebook)
        number, file = self._free(student, notebook, own)
        attempt = Attempt(
            student.id,
            number,
            f"{file.split('/')[0]}@{number}",
            file,
            handed_in,
            0.0,
            f"{notebook.source}: {notebook.name}",
            notebook.sha256,
            bundle.key,
            bundle.marked_late,
            {key: value for key, value in asdict(sender).items() if value},
        )
        attempt = relate(attempt, self._known)
        self._attempts[attempt.name] = attempt
        if not bundle.place and not is_order_known([*own, attempt]):
            self.problems.append(
                f"{notebook.source}, {notebook.name}: nothing says whether "
                f"{names.plain(student.id)} handed this in before or after what was there already. "
                f"It is attempt {number}, so the last. If it is older, collect anew into another "
                "folder, the oldest export first."
            )
        return attempt, True

    def _put_back(self, one: Attempt, notebook: Member) -> bool:
        """Write an attempt anew whose file is not there any more; say whether that is so."""
        if os.path.lexists(self._folder / one.file):
            return False
        assert notebook.kept is not None
        if all(place.file != one.file for place in self.places):
            self.places.append(Place(notebook.kept, one.file))
        return True

    def _again(
        self, one: Attempt, own: Sequence[Attempt], notebook: Member, handed_in: str
    ) -> Attempt:
        """Learn from what came in again; say so if it may count, and another one does."""
        last = in_order(own)[-1]
        if handed_in and not one.handed_in and one is last:  # a roster has the time of the last
            one = relate(replace(one, handed_in=handed_in), self._known)
            self._attempts[one.name] = one
        seen = (notebook.source, notebook.name, notebook.sha256) in self._before
        if last.name != one.name and not one.key and not seen:
            self.problems.append(
                f"{notebook.source}, {notebook.name}: this is attempt {one.number} of "
                f"{names.plain(one.student)} again, and attempt {last.number} counts as the last."
            )
        return one

    def _time(
        self, student: Student, bundle: Bundle, notebook: Member, own: Sequence[Attempt]
    ) -> datetime | None:
        """Give the time that a roster has of a student's last file: no other file has it."""
        text = self._times.get(student.id, "")
        if not text or bundle.senders[0].system != "moodle":
            return None
        try:
            when = read_time(text, self._zone)
        except ValueError:
            self.problems.append(
                f"the roster says of {names.plain(student.id)}: handed in {names.plain(text)!r}. "
                "Times are read in English and German, so whether it came in time is not known. "
                "Export the worksheet in English."
            )
            return None
        others = (one.handed_in for one in own if one.sha256 != notebook.sha256)
        there = any(one and datetime.fromisoformat(one) == when for one in others)
        return None if there else when

    def _free(self, student: Student, notebook: Member, own: Sequence[Attempt]) -> tuple[int, str]:
        """Give the next number, and the place of its file.

        A place that is taken and that nobody knows of was left by a command that was ended; what
        lies there is only taken over if it is the same.
        """
        folder = self._folder_of(student)
        for number in count(max((one.number for one in own), default=0) + 1):
            file = f"{folder}/{number}/{self._assignment}.ipynb"
            if not (self._folder / folder / str(number)).exists():
                assert notebook.kept is not None
                self.places.append(Place(notebook.kept, file))
                return number, file
            if _sha256(self._folder / file) == notebook.sha256:
                return number, file
        raise AssertionError("numbers do not end")

    def _folder_of(self, student: Student) -> str:
        for folder, who in self._folders.items():
            if who == student.id:
                return folder
        short = student.id.encode()[:_LONGEST].decode(errors="ignore")
        (folder,) = names.unique([(short, student.id)], self._folders)
        self._folders[folder] = student.id
        return folder


def _first_to_last(bundle: Bundle) -> tuple[float, int]:
    return (bundle.handed_in.timestamp() if bundle.handed_in else 0.0, bundle.place)


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(read_bytes(path, 2**30)).hexdigest()
    except SubmissionError:
        return ""
