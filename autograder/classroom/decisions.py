"""What a person decided about points: kept beside the results, and put into their reports.

A decision stands in a table of its own, which no grading writes or reads: so it survives every
regrading. It is about one file; what is handed in anew has to be looked at anew.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from autograder.cell_notes import to_be_read
from autograder.classroom.spreadsheet import number, read_sheet, to_text
from autograder.errors import UsageError
from autograder.files import write_whole
from autograder.language import speaking
from autograder.report import Decision, Report, total

#: The table in a folder of results; it can be written in a spreadsheet, too.
FILE = "decisions.csv"

#: Held by whoever changes the table.
_LOCK = ".decisions.lock"

#: How long somebody else may change it, in seconds.
PATIENCE = 10.0

#: What says, in a cell of the table, that more points are meant than there are.
_YES = ("yes", "y", "x", "true", "1", "ja")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Parameters
    ----------
    name : str
        The submission, as the results name it.
    cell : str
        The graded cell; a question, where only a person gives its points.
    points : float
    reason : str
        What the student reads of it.
    by, when : str
        Who decided it, and the day.
    sha256 : str
        Of the file that it is about; empty if it is to count for every one.
    items : str
        Of an answer with a rubric, the items that it is given, with spaces between them.
    above : str
        Says ``yes`` if more points than possible are meant.
    more : mapping
        What else stands in the line: a column that somebody added stays.
    """

    name: str
    cell: str
    points: float
    reason: str
    by: str = ""
    when: str = ""
    sha256: str = ""
    items: str = ""
    above: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


_COLUMNS = tuple(one.name for one in fields(Row) if one.name != "more")

#: The table, by submission and cell.
Decisions = dict[tuple[str, str], Row]


def read_decisions(folder: Path) -> Decisions:
    """Read the table of a folder of results, by submission and cell; nothing if there is none.

    Raises
    ------
    UsageError
        If it cannot be read, or a line of it says nothing clear.
    """
    path = folder / FILE
    try:
        sheet = read_sheet(path, _COLUMNS[:4], ",".join(_COLUMNS))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    found: Decisions = {}
    for line in sheet.lines:
        row = _row(line.texts, line.place)
        if (row.name, row.cell) in found:
            raise UsageError(
                f"{line.place}: {row.cell} of {row.name} is decided twice. "
                "Remove one of the two lines."
            )
        found[row.name, row.cell] = row
    return found


def _row(line: Mapping[str, str], place: str) -> Row:
    texts = {name: line.get(name, "") for name in _COLUMNS}
    for name in ("name", "cell", "reason"):
        if not texts[name] and not (name == "reason" and texts["items"]):
            raise UsageError(f"{place}: {name} is empty. Fill it in.")
    try:
        points = number(texts.pop("points"))
    except ValueError:
        raise UsageError(
            f"{place}: points must be a number that is not below 0, such as 2.5."
        ) from None
    more = {name: text for name, text in line.items() if name not in _COLUMNS}
    return Row(points=points, more=more, **texts)


def write_decisions(rows: Iterable[Row], folder: Path) -> Path:
    """Write the table, whole or not at all."""
    rows = list(rows)
    more = list(dict.fromkeys(name for row in rows for name in row.more))
    lines = [
        [
            *(f"{row.points:.10g}" if n == "points" else getattr(row, n) for n in _COLUMNS),
            *(row.more.get(name, "") for name in more),
        ]
        for row in rows
    ]
    text = to_text([*_COLUMNS, *more], lines)
    try:
        return write_whole(text, folder / FILE)
    except FileNotFoundError:  # a grader that begins clears up what it takes for left over
        return write_whole(text, folder / FILE)


@contextlib.contextmanager
def changing(folder: Path) -> Iterator[Decisions]:
    """Read the table for a change, keep everybody else from changing it, and write it.

    Where the block raises, or changes nothing, nothing is written.

    Raises
    ------
    UsageError
        If somebody else is changing it for long, or it cannot be read or written.
    """
    try:
        with (folder / _LOCK).open("a") as lock:
            _wait_for(lock.fileno(), folder)
            before = read_decisions(folder)
            now = dict(before)
            yield now
            if now != before:
                write_decisions(now.values(), folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{folder / FILE}: it cannot be written ({reason}). Nothing was changed; mend that, "
            "and give the same command again."
        ) from error


def _wait_for(descriptor: int, folder: Path) -> None:
    """Lock the table for this process, which the system ends with it."""
    import errno

    try:
        import fcntl
    except ImportError:  # Windows, where results are read, and one person decides
        return
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                return  # a network's file system may have no locks: then nobody is kept out
        if time.monotonic() > deadline:
            raise UsageError(
                f"{folder / FILE}: somebody else is changing it. Give the same command again when "
                "that is done."
            )
        time.sleep(0.02)


def cell_of(report: Report, word: str) -> str:
    """Give the graded cell that somebody means by its name or its question's.

    Raises
    ------
    UsageError
        If there is none, or several.
    """
    graded = list(dict.fromkeys(check.cell for check in report.checks))
    if word in graded:
        return word
    beside = {one.cell: one.question for one in report.open_answers}
    of_question = [cell for cell, question in beside.items() if question == word]
    if len(of_question) > 1:
        raise UsageError(f"{word} has the cells {', '.join(of_question)}. Say which.")
    if word in report.by_hand or of_question:
        return word
    if word in beside:
        question = beside[word]
        return word if list(beside.values()).count(question) > 1 else question
    cells = list(dict.fromkeys(check.cell for check in report.checks if check.question == word))
    if len(cells) == 1:
        return cells[0]
    if cells:
        raise UsageError(f"{word} has the cells {', '.join(cells)}. Say which.")
    there = ", ".join(dict.fromkeys([*graded, *(beside or report.by_hand)]))
    raise UsageError(f"there is no graded cell {word}. There are {there}.")


def possible_at(report: Report, cell: str) -> float:
    """Give the points that a cell can be given, as `cell_of` names it."""
    checks = [check.possible for check in report.checks if check.cell == cell]
    if checks:
        return total(checks)
    answers = [one.points for one in report.open_answers if cell in (one.cell, one.question)]
    return total(answers) if answers else report.by_hand.get(cell, 0.0)


def decided(report: Report, rows: Iterable[Row]) -> tuple[Report, list[str]]:
    """Put what a person decided about a submission into its report.

    Parameters
    ----------
    report : Report
        As it was graded.
    rows : iterable of Row
        All about this submission.

    Returns
    -------
    report : Report
    problems : list of str
        A sentence for each decision that does not count, and what to do.
    """
    made: dict[str, Decision] = {}
    problems: list[str] = []
    for row in rows:
        try:
            one = _decision(report, row)
            if one.cell in made:
                raise UsageError(f"{one.cell} is decided twice. Remove one of the two lines.")
            made[one.cell] = one
        except UsageError as error:
            problems.append(str(error))
    left = dict(report.by_hand)
    for one in made.values():
        if one.instead_of is None:
            left[one.question] = total([left.get(one.question, 0.0), -one.possible])
    by_hand = {question: points for question, points in left.items() if points > 0}
    report = replace(report, decisions=tuple(made.values()), by_hand=by_hand)
    return replace(report, notes=_still_true(report)), problems


def _still_true(report: Report) -> tuple[str, ...]:
    """Give the notes of a report without those that points were to come which are given now."""
    given = {one.cell for one in report.decisions if one.instead_of is None}
    with speaking(report.speech):
        gone = {
            to_be_read(answer.cell, answer.points, bool(answer.text))
            for answer in report.open_answers
            if given & {answer.cell, answer.question}
        }
    return tuple(note for note in report.notes if note not in gone)


def _decision(report: Report, row: Row) -> Decision:
    cell = cell_of(report, row.cell)
    if row.sha256 and row.sha256 != report.sha256:
        raise UsageError(
            f"what was decided of {row.cell} is about an earlier file. Decide it again."
        )
    checks = [check for check in report.checks if check.cell == cell]
    possible = possible_at(report, cell)
    if row.points > possible and row.above.casefold() not in _YES:
        raise UsageError(above_what_is_possible(cell, row.points, possible))
    beside = {one.cell: one.question for one in report.open_answers}
    question = checks[0].question if checks else beside.get(cell, cell)
    machine = total(check.points for check in checks) if checks else None
    items = tuple(row.items.replace(",", " ").split())
    return Decision(
        cell, question, row.points, possible, row.reason, row.by, row.when, machine, items
    )


def above_what_is_possible(cell: str, points: float, possible: float) -> str:
    """Say that more points are given than there are, and what to do if that is meant."""
    return (
        f"{cell}: {points:g} points are more than the {possible:g} that are possible. If that is "
        f"meant, decide it with --above, which writes yes into the column above of {FILE}."
    )
