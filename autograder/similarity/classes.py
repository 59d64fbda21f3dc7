"""A folder of submissions, compared: what is read, who is alike, and the pages about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder import names
from autograder.errors import SubmissionError, UsageError
from autograder.finding import Submission, find
from autograder.overview.seen_page import read_submitted, seen_page
from autograder.pack import Assignment
from autograder.similarity.comparing import Compared, compare
from autograder.similarity.pages import write_similarity
from autograder.similarity.reading import Known, Written, read_written

#: Hears of each file that is read: how many are done, and of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Class:
    """Submissions that were read, and those that could not be.

    Parameters
    ----------
    everybody : tuple of Written
    unread : dict
        Path to the reason.
    """

    everybody: tuple[Written, ...]
    unread: Mapping[str, str]


def read_class(
    paths: Sequence[Path],
    earlier: Sequence[Path],
    assignment: Assignment,
    known: Known,
    progress: Progress = lambda done, of: None,
) -> Class:
    """Read the submissions of a class, and those of earlier ones or any other code.

    Raises
    ------
    UsageError
        If there are not two to compare.
    """
    handed_in = find(paths, assignment.name)
    attempts = handed_in.known.attempts if handed_in.known else ()
    students = {one.name: one.student for one in attempts}
    wanted = [(one, False) for one in handed_in.submissions]
    wanted += [(one, True) for one in _earlier(earlier, assignment)]
    unread: dict[str, str] = {}
    found: list[Written] = []
    for number, (one, before) in enumerate(wanted, start=1):
        name = f"earlier-{one.name}" if before else one.name
        try:
            if one.problem:
                raise SubmissionError(one.path, one.problem.rstrip("."), "It was not compared.")
            student = "" if before else students.get(one.name, "")
            found.append(read_written(name, one.path, assignment, known, before, student))
        except SubmissionError as error:
            unread[str(one.path)] = names.plain(str(error))
        progress(number, len(wanted))
    mine = sum(not one.earlier for one in found)
    if not mine or len(found) < 2:
        first = f" {next(iter(unread.values()))}" if unread else ""
        raise UsageError(
            f"there are not two submissions to compare.{first} Name a folder that holds them."
        )
    return Class(tuple(found), unread)


def _earlier(paths: Sequence[Path], assignment: Assignment) -> list[Submission]:
    """Find earlier submissions; any file of Python may be one, such as a solution on the web."""
    if not paths:
        return []
    scripts = [path for one in paths for path in _scripts(one)]
    found = [one for one in find(paths, assignment.name).submissions if one.path not in scripts]
    made = names.unique(
        ((path.stem, str(path)) for path in scripts), {one.name: one.file for one in found}
    )
    return [
        *(one for one in found if one.path.suffix.lower() == ".ipynb"),
        *(Submission(name, path) for name, path in zip(made, scripts, strict=True)),
    ]


def _scripts(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob("*.py") if one.is_file() and not one.is_symlink())
    return [path] if path.suffix.lower() == ".py" else []


def same_words(everybody: Sequence[Written], assignment: Assignment) -> list[list[str]]:
    """Give those of several people whose texts are the same word for word, and not empty."""
    stubs = {cell.released.strip() for cell in assignment.cells}
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for one in everybody:
        text = tuple(part.source.strip() for part in one.parts)
        own = tuple(part for part in text if part and part not in stubs)
        if own:
            people = found.setdefault(own, {})
            people.setdefault(one.student or one.name, []).append(one.name)
    return [sum(people.values(), []) for people in found.values() if len(people) > 1]


def write_pages(
    found: Class, assignment: Assignment, known: Known, folder: Path, source: Path, most_pairs: int
) -> tuple[Compared, Path]:
    """Compare a class and write the pages about it; give what was found, and the first page."""
    compared = compare(found.everybody, most_pairs)
    standing = [pair for pair in compared.pairs if pair.stands_out]
    shown = {one.name: one for pair in standing for one in (pair.first, pair.second)}
    index = write_similarity(
        compared,
        known,
        folder,
        title=assignment.title,
        count=len(found.everybody),
        unread=found.unread,
        same=same_words(found.everybody, assignment),
        submissions={
            name: partial(_whole, one, assignment)
            for name, one in shown.items()
            if one.path.suffix.lower() == ".ipynb"
        },
        source=source,
    )
    return compared, index


def _whole(one: Written, assignment: Assignment) -> str:
    try:
        return seen_page(one.name, read_submitted(one.path), assignment, None)
    except SubmissionError as error:
        return seen_page(one.name, None, assignment, None, str(error))
