"""The code of a student, as an example for all: without a name, unless names are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.grades import Grade
from autograder.overview.submissions import find_submitted
from autograder.pack import Assignment
from autograder.recognize import recognize

#: Shortest name that is taken out of an example: shorter ones are words of code.
_SHORTEST = 3
#: What stands in place of a name.
REMOVED = "…"
#: Longest example, in lines.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Example:
    """Code of one answer.

    Parameters
    ----------
    cell : str
        The answer cell.
    source : str
    cut : int
        How many more lines there are.
    """

    cell: str
    source: str
    cut: int = 0


def example_of(
    grade: Grade, results: Path, assignment: Assignment, cell: str, anonymous: bool = True
) -> Example | None:
    """Give the answer that a graded cell asks, as one student wrote it; None if it is not there.

    Parameters
    ----------
    grade : Grade
    results : Path
    assignment : Assignment
    cell : str
        The graded cell.
    anonymous : bool
        Whether the student's names are taken out of it.
    """
    submitted, _ = find_submitted(grade, results)
    known = cell in assignment.points
    answer = (assignment.own_answer_of(cell) or assignment.answer_of(cell)) if known else ""
    if submitted is None or not answer:
        return None
    texts = [
        piece.source.strip("\n")
        for piece in recognize(submitted.notebook, assignment)
        if piece.template is not None and piece.template.id == answer
    ]
    if not texts:
        return None
    source = "\n\n".join(texts)
    if anonymous:
        source = without_names(source, names_of(grade))
    lines = source.split("\n")
    return Example(answer, "\n".join(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES))


def names_of(grade: Grade) -> frozenset[str]:
    """Give everything that says who somebody is: ids, the name and its parts, the files' names."""
    student = grade.student
    given = [student.id, student.login, student.name, student.email, *student.others.values()]
    given += [*student.name.split(), student.email.partition("@")[0], grade.name]
    given += [part.rpartition(".")[0] or part for part in re.split(r"[\\/]", grade.file)[-1:]]
    return frozenset(one.strip() for one in given if len(one.strip()) >= _SHORTEST)


def without_names(text: str, names: Iterable[str]) -> str:
    """Take names out of a text, where they stand as words, whatever their case.

    Examples
    --------
    >>> without_names("# by Ada: adagrad, ADA", ["ada"])
    '# by …: adagrad, …'
    """
    ordered = sorted(names, key=len, reverse=True)
    if not ordered:
        return text
    found = "|".join(map(re.escape, ordered))
    return re.sub(rf"(?<![^\W_])(?:{found})(?![^\W_])", REMOVED, text, flags=re.IGNORECASE)
