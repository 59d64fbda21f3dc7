"""What a student wrote in a notebook, as tokens: answers and own cells, nothing of the release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from autograder.build import embedded_checks
from autograder.installing import first_cell
from autograder.notebook import Notebook, read_bytes, read_notebook
from autograder.pack import Assignment
from autograder.recognize import recognize
from autograder.similarity.fingerprints import NO_HASH, Hashes, hashes_of, winnowed
from autograder.similarity.tokens import Token, read_tokens


@dataclass(frozen=True, slots=True)
class Part:
    """A cell that a student wrote, or the part of one that answers something.

    Parameters
    ----------
    cell : str
        The answer cell of the assignment; empty for a cell of the student's own.
    number : int
        The cell's place in the notebook, from 1; 0 in a file that is none.
    source : str
    """

    cell: str
    number: int
    source: str

    @property
    def title(self) -> str:
        """What people call it."""
        place = f"cell {self.number}" if self.number else "the file"
        return f"{self.cell} ({place})" if self.cell else f"own code ({place})"


@dataclass(frozen=True)
class Known:
    """What an assignment gives to everybody.

    Parameters
    ----------
    names : frozenset of str
        Names in its code: as attributes they are told apart.
    hashes : ndarray of uint64
        Of its code and of its reference answers, sorted.
    """

    names: frozenset[str]
    hashes: Hashes

    @classmethod
    def of(cls, assignment: Assignment) -> Known:
        """Read an assignment: what is released, and the reference answers."""
        code = [cell for cell in assignment.cells if cell.kind == "code"]
        texts = [text for cell in code for text in (cell.released, cell.source)]
        texts += [embedded_checks(assignment), first_cell(assignment.install)]
        names = frozenset(word for text in texts for word in _WORDS.findall(text))
        hashes = hashes_of(read_tokens(text, names) for text in texts)
        return cls(names, np.unique(hashes[hashes != NO_HASH]))


@dataclass(frozen=True)
class Written:
    """What somebody wrote.

    Parameters
    ----------
    name : str
    path : Path
    parts : tuple of Part
    lengths : tuple of int
        How many tokens each part has.
    hashes : ndarray of uint64
        One for each token of all parts.
    chosen : ndarray of int
        Places of the fingerprints among them.
    earlier : bool
        Whether it is not of this class: only compared with those that are.
    student : str
        Whose it is, where a student may have handed in several; empty if nobody else's is theirs.
    """

    name: str
    path: Path
    parts: tuple[Part, ...]
    lengths: tuple[int, ...]
    hashes: Hashes
    chosen: np.ndarray[tuple[int], np.dtype[np.intp]]
    earlier: bool = False
    student: str = ""

    @cached_property
    def fingerprints(self) -> Hashes:
        """Each fingerprint once, sorted."""
        return np.unique(self.hashes[self.chosen])

    def tokens(self, known: Known) -> list[tuple[int, Token]]:
        """Read the tokens again, each with the number of its part."""
        return [
            (number, token)
            for number, part in enumerate(self.parts)
            for token in read_tokens(part.source, known.names)
        ]


_WORDS = re.compile(r"[^\W\d]\w*")


def written(
    name: str,
    path: Path,
    parts: Sequence[Part],
    known: Known,
    earlier: bool = False,
    student: str = "",
) -> Written:
    """Take the fingerprints of what somebody wrote."""
    # The tokens themselves are read again for the few that are shown: they take much room.
    hashes = [hashes_of([read_tokens(part.source, known.names)]) for part in parts]
    every = np.concatenate([*hashes, np.zeros(0, dtype=np.uint64)])
    chosen = winnowed(every, known.hashes)
    lengths = tuple(map(len, hashes))
    return Written(name, path, tuple(parts), lengths, every, chosen, earlier, student)


def parts_of(notebook: Notebook, assignment: Assignment) -> list[Part]:
    """Give what a student wrote in a notebook: answers, and cells of the student's own."""
    return [
        Part(piece.template.id if piece.template else "", piece.cell.number, piece.source)
        for piece in recognize(notebook, assignment)
        if piece.template is None or piece.template.role == "answer"
    ]


def read_written(
    name: str,
    path: Path,
    assignment: Assignment,
    known: Known,
    earlier: bool = False,
    student: str = "",
) -> Written:
    """Read a notebook, or a file of Python.

    Raises
    ------
    SubmissionError
        If it cannot be read.
    """
    if path.suffix.lower() == ".py":
        text = read_bytes(path).decode("utf-8-sig", errors="replace")
        return written(name, path, [Part("", 0, text)], known, earlier, student)
    parts = parts_of(read_notebook(path), assignment)
    return written(name, path, parts, known, earlier, student)
