"""Deciding: which submission and cell is meant, whom a decision concerns, what stands there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from autograder.classroom.decisions import (
    Decisions,
    Row,
    above_what_is_possible,
    cell_of,
    changing,
    decided,
    possible_at,
    read_decisions,
)
from autograder.classroom.grades import Grade, grades_of
from autograder.errors import UsageError
from autograder.feedback import points
from autograder.names import shown
from autograder.report import CheckResult, Report, Verdict, total
from autograder.results import Stored, outdated, read_folder
from autograder.rubric import points_of

VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided.

    Parameters
    ----------
    reason : str
    points : float or None
        None where the items of a rubric say it.
    items : tuple of str
        Of a rubric.
    by : str
    above : bool
        Whether more points than possible are meant.
    """

    reason: str
    points: float | None = None
    items: tuple[str, ...] = ()
    by: str = ""
    above: bool = False


class Results:
    """A folder of results, as far as a person decides about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found = read_folder(folder)
        self.grades = grades_of(folder)

    def named(self, who: str) -> str:
        """Give the result that somebody means: by its name, or by a student's name or id.

        Raises
        ------
        UsageError
            If there is none.
        """
        if who in self.found:
            return who
        low = who.casefold()
        alike = [name for name in self.found if name.casefold() == low]
        alike += [
            grade.name
            for grade in self.grades
            if grade.name in self.found and low in (*grade.student.known_as(), _name_of(grade))
        ]
        if len(set(alike)) == 1:
            return alike[0]
        if alike:
            listed = ", ".join(sorted(set(alike)))
            raise UsageError(f"{shown(who)}: that is said of {listed}. Give one of these names.")
        near = get_close_matches(who, self.found, 3) or list(self.found)[:3]
        raise UsageError(
            f"there is no result called {shown(who)} in {self.folder}, of {len(self.found)}. Names "
            f"are such as {', '.join(near)}."
        )

    def report(self, name: str) -> Report:
        """Give a result as it was graded, also where one of its checks went wrong.

        Raises
        ------
        UsageError
            If it has none that a person could decide about.
        """
        one = self.found[name]
        problem = one.problem or outdated(one)
        if one.report is None or problem:
            raise UsageError(f"{name}: {problem}")
        return one.report

    def row(self, name: str, word: str, wish: Wish) -> Row:
        """Write a decision down.

        Raises
        ------
        UsageError
            If it cannot be.
        """
        report = self.report(name)
        cell = cell_of(report, word)
        answer = next((a for a in report.open_answers if cell in (a.cell, a.question)), None)
        given = wish.points
        if wish.items:
            by_items = points_of(wish.items, answer.items if answer else ())
            given = by_items if given is None else given
        if given is None:
            raise UsageError(f"{cell}: say how many points it gets: --points 2.")
        possible = possible_at(report, cell)
        if given > possible and not wish.above:
            raise UsageError(above_what_is_possible(cell, given, possible))
        return Row(
            name,
            cell,
            given,
            " ".join(wish.reason.split()),
            wish.by.strip(),
            date.today().isoformat(),
            report.sha256,
            " ".join(wish.items),
            "yes" if given > possible else "",
        )


def _name_of(grade: Grade) -> str:
    return grade.student.name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Where:
    """Which submissions a decision concerns: those with this verdict at this cell.

    Parameters
    ----------
    cell, verdict : str
    mistake : str
        The misconception's name, or the kind of mistake; empty for every one.
    """

    cell: str
    verdict: str
    mistake: str = ""


def read_where(text: str) -> Where:
    """Read ``CELL=VERDICT`` or ``CELL=VERDICT:MISTAKE``.

    Raises
    ------
    UsageError
        If it is neither.

    Examples
    --------
    >>> read_where("q3-mul=failed:mul-swapped")
    Where(cell='q3-mul', verdict='failed', mistake='mul-swapped')
    """
    cell, _, rest = text.partition("=")
    verdict, _, mistake = rest.partition(":")
    if not cell.strip() or verdict.strip() not in VERDICTS:
        raise UsageError(
            f"--where {text}: write the cell, = and a verdict, and perhaps : and the mistake's "
            f"name, such as q3-mul=failed:mul-swapped. Verdicts are {', '.join(VERDICTS)}."
        )
    return Where(cell.strip(), verdict.strip(), mistake.strip())


def concerned(results: Results, where: Where) -> tuple[list[str], list[str]]:
    """Give the submissions that a decision concerns, and those in which nothing is written there.

    These fail, too, and are meant only if that is said: ``q3-mul=failed:unwritten``.

    Raises
    ------
    UsageError
        If there is none.
    """
    found: list[str] = []
    empty: list[str] = []
    mistakes, reports = Counter[str](), 0
    for name, one in results.found.items():
        if one.report is None or one.problem or outdated(one):
            continue
        reports += 1
        cell = cell_of(one.report, where.cell)
        checks = [c for c in one.report.checks if c.cell == cell and c.verdict == where.verdict]
        if where.mistake:
            if any(where.mistake in called(check) for check in checks):
                found.append(name)
        elif checks:
            unwritten = all(check.kind == "unwritten" for check in checks)
            (empty if unwritten else found).append(name)
        mistakes.update({word for check in checks for word in called(check)})
    if not found:
        there = ", ".join(f"{word} ({count})" for word, count in mistakes.most_common(8))
        raise UsageError(
            f"--where: of {reports} submissions none has {where.verdict}"
            f"{where.mistake and f' by {where.mistake}'} at {where.cell}. "
            + (
                f"Mistakes there are {there}."
                if there
                else "Look at: autograder report --format csv."
            )
        )
    return found, empty


def called(check: CheckResult) -> list[str]:
    """Give the names that the mistake of a check has: the misconception's, and its kind's."""
    diagnosis = check.diagnosis or {}
    words = (diagnosis.get(key, "") for key in ("misconception", "mistake", "kind"))
    return [str(word) for word in dict.fromkeys(words) if word]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of decisions.

    Parameters
    ----------
    rows : list of Row
        Those that were written, or would be.
    replaced : list of Row
        Those that they take the place of.
    kept : list of Row
        Decided before, and left as they are.
    """

    rows: list[Row]
    replaced: list[Row]
    kept: list[Row]


def decide(results: Results, rows: Sequence[Row], *, over: bool, write: bool = True) -> Made:
    """Write decisions down, all of them or none.

    Parameters
    ----------
    results : Results
    rows : sequence of Row
    over : bool
        Whether they take the place of what was decided before about the same file.
    write : bool
        False to see what would be written.
    """
    made = Made([], [], [])
    if write:
        with changing(results.folder) as now:
            _put(now, results, rows, over, made)
    else:
        _put(read_decisions(results.folder), results, rows, over, made)
    return made


def _put(now: Decisions, results: Results, rows: Sequence[Row], over: bool, made: Made) -> None:
    for row in rows:
        before = [
            key
            for key, other in now.items()
            if other.name == row.name and _same_cell(results.found.get(row.name), other, row)
        ]
        valid = [now[key] for key in before if now[key].sha256 in ("", row.sha256)]
        if valid and not over:
            made.kept.extend(valid)
            continue
        more: dict[str, str] = {}
        for key in before:
            made.replaced.append(now[key])
            more = {**more, **now.pop(key).more}
        row = replace(row, more=more)
        made.rows.append(row)
        now[row.name, row.cell] = row


def _same_cell(one: Stored | None, other: Row, row: Row) -> bool:
    if other.cell == row.cell or one is None or one.report is None:
        return other.cell == row.cell
    try:
        return cell_of(one.report, other.cell) == row.cell
    except UsageError:
        return False


def remove(folder: Path, results: Results, who: str, word: str) -> list[Row]:
    """Take decisions back, and give them; also those about what is no more.

    Raises
    ------
    UsageError
        If there is none.
    """
    with changing(folder) as now:
        name = who if any(key[0] == who for key in now) else results.named(who)
        cells = [cell for other, cell in now if other == name]
        one = results.found.get(name)
        meant = [cell for cell in cells if cell == word]
        if not meant and one is not None and one.report is not None and cells:
            meant = [cell for cell in cells if cell == cell_of(one.report, word)]
        if not meant:
            there = f"There are decisions about {', '.join(cells)}." if cells else "There is none."
            raise UsageError(f"nothing was decided about {word} of {name}. {there}")
        return [now.pop((name, cell)) for cell in meant]


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision, beside what the machine says now.

    Parameters
    ----------
    row : Row
    possible : float or None
        None where that cannot be said any more.
    machine : str
    problem : str
        Why it does not count, and what to do; empty if it does.
    """

    row: Row
    possible: float | None
    machine: str
    problem: str


def listed(results: Results) -> list[Listed]:
    """List all decisions, each with what the machine says now, and whether it counts."""
    counts = {grade.name: grade for grade in results.grades if grade.name}
    others = {name: grade.name for grade in results.grades for name in grade.others}
    rows = list(read_decisions(results.folder).values())
    found = []
    for number, row in enumerate(rows):
        one = results.found.get(row.name)
        if one is None or one.report is None:
            why = one.problem if one else _no_result(row.name, results)
            found.append(Listed(row, None, "", why))
            continue
        earlier = [other for other in rows[:number] if other.name == row.name]
        before = len(decided(one.report, earlier)[1])
        problems = decided(one.report, [*earlier, row])[1][before:]
        problem = outdated(one) or "".join(f"{row.name}: {told}" for told in problems[:1])
        if not problem and row.name in others:
            problem = f"{row.name}: another attempt counts, {others[row.name]}."
        if not problem and row.name in counts and counts[row.name].report is None:
            problem = counts[row.name].problem
        try:
            cell = cell_of(one.report, row.cell)
            found.append(
                Listed(row, possible_at(one.report, cell), _machine(one.report, cell), problem)
            )
        except UsageError:
            found.append(Listed(row, None, "", problem))
    return found


def _no_result(name: str, results: Results) -> str:
    near = get_close_matches(name, results.found, 1)
    perhaps = f" Is it {near[0]}?" if near else ""
    return f"{shown(name)}: there is no such result, so this decision is about nobody.{perhaps}"


def _machine(report: Report, cell: str) -> str:
    """Say in short what the machine says of a cell: its points, and what lost some."""
    checks = [check for check in report.checks if check.cell == cell]
    if not checks:
        return ""
    lost = [check for check in checks if check.points < check.possible]
    own = points(total(check.points for check in checks))
    return f"{own}: {in_short(lost[0])}" if lost else f"{own}: passed"


def in_short(check: CheckResult) -> str:
    """Give a check's verdict, and the first line of what is said of it."""
    message = check.message or str((check.diagnosis or {}).get("text", ""))
    first = message.strip().partition("\n")[0]
    return f"{check.verdict}: {first}" if first and check.verdict != "passed" else check.verdict
