"""Whose submission it is, with which numbers: from where it lies, never from what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder import names
from autograder.classroom.handed_in import FILE, read_class
from autograder.classroom.people import Student
from autograder.edition import Edition
from autograder.errors import SubmissionError
from autograder.variants.drawing import Draw, Numbers, drawn, plain_id, seed_of
from autograder.variants.roster import student_ids
from autograder.variants.secret import read_secret


@dataclass(frozen=True, slots=True)
class Students:
    """The students of an edition with numbers of their own.

    Parameters
    ----------
    key : bytes
        What their numbers are drawn from, beside the id.
    ids : tuple of str
        All of them; empty if anybody may be one.
    """

    key: bytes
    ids: tuple[str, ...] = ()

    def numbers(
        self, student: str, functions: Mapping[str, Callable[[Draw], Any]], assignment: str
    ) -> Numbers:
        """Draw the numbers of a student by a pack's functions."""
        return drawn(
            functions,
            "variants.py",
            lambda question: seed_of(self.key, assignment, question, student),
        )

    def whose(self, name: str, path: Path, below: Path | None = None, assignment: str = "") -> str:
        """Say whose submission it is: by who collected it, by the folders it lies in, or its name.

        Raises
        ------
        SubmissionError
            If nobody's id, or more than one, is there.
        """
        collected = _collected(path, below)
        if collected is not None:
            return self._known(collected, path)
        if not self.ids:
            return _by_place(path, below, assignment)
        parts = path.parts if below is None else path.relative_to(below).parts
        places = [part for part in parts[:-1]] if below is not None else list(parts[:-1])[-2:]
        for words in (places, [name, path.stem], _words([*places, name, path.stem])):
            said = {plain_id(word) for word in words} | {names.folded(word) for word in words}
            found = [one for one in self.ids if not said.isdisjoint(_called(one))]
            if len(found) == 1:
                return found[0]
            if found:
                raise SubmissionError(
                    path,
                    f"it may be of {' or of '.join(map(names.shown, found[:3]))}",
                    "Put it into a folder that is called by the student's id.",
                )
        raise SubmissionError(
            path,
            "nobody's id of the roster is in its name or its folder's, so nobody knows which "
            "numbers it is about",
            "Put it into a folder that is called by the student's id, or add that to the roster.",
        )

    def _known(self, student: Student, path: Path) -> str:
        """Give a student's id as numbers are drawn by it."""
        if not self.ids:
            return student.id
        for known in ([student.id], student.known_as()):
            words = {plain_id(word) for word in known}
            found = [one for one in self.ids if plain_id(one) in words]
            if len(found) == 1:
                return found[0]
        raise SubmissionError(
            path,
            f"it was collected as {names.shown(student.id)}'s, who is not in the roster that "
            "numbers were drawn for, so nobody knows which numbers it is about",
            "Add the student to that roster, or collect with the same one.",
        )


def _by_place(path: Path, below: Path | None, assignment: str) -> str:
    """Say whose it is where anybody may be a student: the first folder, or the file's name.

    Of a file that was named itself, and is called as the assignment is, the folder it lies in.

    Raises
    ------
    SubmissionError
        If the assignment's name is all that is there.
    """
    if below is not None:
        parts = path.relative_to(below).parts
        words = [parts[0]] if len(parts) > 1 else [path.stem]
    else:
        words = [path.stem, *reversed(path.parent.parts)]
    for word in words:
        if plain_id(word) not in (plain_id(assignment), "", "..", "/"):
            return word
    raise SubmissionError(
        path,
        "its name is the assignment's and no folder says whose it is, so nobody knows which "
        "numbers it is about",
        "Put it into a folder that is called by the student's id, and grade the folder above.",
    )


def _collected(path: Path, below: Path | None) -> Student | None:
    """Give whose a file is, where `autograder collect` has taken it in: STUDENT/NUMBER/FILE."""
    folder = path.absolute().parent.parent.parent if below is None else below.absolute()
    try:
        found = (folder / FILE).stat()
    except OSError:
        return None
    students = _read(folder, found.st_mtime_ns, found.st_size)
    return students.get(path.absolute().relative_to(folder))


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int, _size: int) -> Mapping[Path, Student]:
    """Read it once for all submissions, as long as it stays as it is."""
    known = read_class(folder)
    if known is None:
        return {}
    students = {one.id: one for one in known.students}
    return {
        Path(one.file): students.get(one.student, Student(one.student)) for one in known.attempts
    }


def _called(student: str) -> set[str]:
    """Give what a student's folder or result may be called."""
    return {plain_id(student), names.folded(names.stem(student))}


def _words(texts: Sequence[str]) -> list[str]:
    """Take names apart where learning platforms put them together."""
    return [word for text in texts for word in re.split(r"[_\s]+|--", text) if word]


def students_of(edition: Edition) -> Students | None:
    """Give the students of an edition; None if all have the same numbers.

    Raises
    ------
    UsageError
        If the roster or the secret cannot be read.
    """
    told = edition.variants
    if told is None:
        return None
    if told.word:
        return by_word(told.word)
    secret = edition.beside(told.secret) if told.secret else None
    return Students(read_secret(secret), student_ids(edition.beside(told.roster)))


def by_word(word: str) -> Students:
    """Give the students of a course whose numbers are drawn from a word that is no secret."""
    return Students(f"word of the course: {word}".encode())
