"""Whose submission it is, with which numbers: from where it lies, never from what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import names
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

    def whose(self, name: str, path: Path, below: Path | None = None) -> str:
        """Say whose submission it is, by the folders it lies in or by its name.

        Raises
        ------
        SubmissionError
            If nobody's id, or more than one, is there.
        """
        parts = path.parts if below is None else path.relative_to(below).parts
        if not self.ids:
            return parts[0] if below is not None and len(parts) > 1 else name
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
