"""Two folders of results of the same class: whose points change, and why.

A result says what it was made from (`autograder.fingerprint`), so why it is another one is read
from that, and not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import TypeVar

from autograder.classroom.deciding import in_short
from autograder.classroom.decisions import Row, decided, possible_at, read_decisions
from autograder.classroom.grades import Grade, grades_of
from autograder.report import Decision, Report, total
from autograder.results import Stored, read_folder

_T = TypeVar("_T")

#: Why points change; where several things have, each is named.
WHY: Mapping[str, str] = {
    "new": "not there before",
    "gone": "no result any more",
    "file": "another file",
    "attempt": "another attempt counts",
    "checks": "checks or pack changed",
    "grader": "grader changed",
    "limits": "limits changed",
    "seed": "another seed",
    "decision": "decided by hand",
    "whole": "late, and the like",
    "time": "took too long",
    "error": "the check went wrong",
    "unknown": "nothing known: chance",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What a cell has in one of the two folders.

    Parameters
    ----------
    points, possible : float or None
        None where there is no result.
    said : str
        The verdict, and the first line of what was said.
    """

    points: float | None
    possible: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Change:
    """Points of a cell that change.

    Parameters
    ----------
    name : str
        The submission; its student, where a class is known.
    cell : str
        Empty for a submission as a whole.
    before, after : Side
    why : tuple of str
        Keys of `WHY`.
    """

    name: str
    cell: str
    before: Side
    after: Side
    why: tuple[str, ...]

    @property
    def more(self) -> float:
        """How many points are won; below 0 if they are lost."""
        return total([self.after.points or 0.0, -(self.before.points or 0.0)])

    @property
    def reason(self) -> str:
        """Why, in words."""
        return ", ".join(WHY[one] for one in self.why)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one folder of results to another.

    Parameters
    ----------
    old, new : str
        The folders.
    changes : tuple of Change
    totals : dict
        Submission to its points before and now, where both have any.
    other_words : int
        Cells with other verdicts and the same points.
    facts : tuple of str
        What is different of the two folders, in sentences.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    totals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    other_words: int = 0
    facts: tuple[str, ...] = ()

    def by_cause(self) -> list[tuple[str, int, int, float, float]]:
        """Give for each cause: cells, submissions, points won, points lost; most cells first."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.reason, []).append(change)
        return [
            (
                why,
                len(some),
                len({one.name for one in some}),
                total(one.more for one in some if one.more > 0),
                total(one.more for one in some if one.more < 0),
            )
            for why, some in sorted(found.items(), key=lambda item: -len(item[1]))
        ]

    def distribution(self) -> list[tuple[float, int]]:
        """Give how many submissions change by how many points, from the most lost on."""
        steps = Counter(total([after, -before]) for before, after in self.totals.values())
        return sorted(steps.items())

    def means(self) -> tuple[float, float]:
        """Give the mean of all totals, before and now."""
        if not self.totals:
            return 0.0, 0.0
        before, after = zip(*self.totals.values(), strict=True)
        return mean(before), mean(after)

    def changed(self) -> set[str]:
        """Give the submissions of which something changes."""
        return {change.name for change in self.changes}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a folder has of one student."""

    name: str
    stored: Stored
    report: Report | None
    problem: str


def compare(old: Path, new: Path) -> Comparison:
    """Say whose points change between two folders of results, and why.

    Parameters
    ----------
    old, new : Path

    Raises
    ------
    UsageError
        If one of them cannot be read.
    """
    before, after = _entries(old), _entries(new)
    changes: list[Change] = []
    totals: dict[str, tuple[float, float]] = {}
    words = 0
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if one and other and one.report and other.report:
            totals[key] = one.report.points, other.report.points
            changes += _of_cells(key, one, other)
            words += _other_words(one.report, other.report)
        else:
            changes += _as_a_whole(key, one, other)
    facts = tuple(_facts(before, after))
    return Comparison(str(old), str(new), tuple(changes), totals, words, facts)


def _entries(folder: Path) -> dict[str, _Entry]:
    """Give what counts of each student; of a file that was handed in since, what was graded."""
    found, rows = read_folder(folder), list(read_decisions(folder).values())
    return {
        grade.student.id: _entry(grade, found[grade.name], rows)
        for grade in grades_of(folder)
        if grade.name in found
    }


def _entry(grade: Grade, stored: Stored, rows: list[Row]) -> _Entry:
    report = grade.report
    if report is None and stored.report is not None and not stored.problem:
        mine = [row for row in rows if row.name == stored.name]
        report = decided(stored.report, mine)[0]
    return _Entry(stored.name, stored, report, grade.problem)


def _as_a_whole(key: str, one: _Entry | None, other: _Entry | None) -> Iterator[Change]:
    """Give the change of a submission that has no points on one side."""
    before, after = _whole(one), _whole(other)
    if before == after or (before.points is None and after.points is None):
        return
    why = "new" if before.points is None else "gone"
    yield Change(key, "", before, after, (why,))


def _whole(entry: _Entry | None) -> Side:
    if entry is None:
        return Side(None, None, "no result")
    if entry.report is None:
        return Side(None, None, entry.problem or "not graded")
    return Side(entry.report.points, entry.report.possible, "graded")


def _of_cells(key: str, one: _Entry, other: _Entry) -> Iterator[Change]:
    assert one.report is not None and other.report is not None
    for cell in dict.fromkeys([*_cells(one.report), *_cells(other.report)]):
        before, after = _side(one.report, cell), _side(other.report, cell)
        if (before.points, before.possible) != (after.points, after.possible):
            yield Change(key, cell, before, after, _why(cell, one, other))
    mine, theirs = one.report.adjustments, other.report.adjustments
    if total(a.points for a in mine) != total(a.points for a in theirs):
        sides = [
            Side(total(a.points for a in some), None, " ".join(a.text for a in some) or "nothing")
            for some in (mine, theirs)
        ]
        yield Change(key, "", sides[0], sides[1], ("whole",))


def _cells(report: Report) -> list[str]:
    """Give the cells that have points now: by a machine, or by a person."""
    return [*(check.cell for check in report.checks), *(one.cell for one in report.decisions)]


def _decision(report: Report, cell: str) -> Decision | None:
    return next((one for one in report.decisions if one.cell == cell), None)


def _machine(report: Report, cell: str) -> float | None:
    checks = [check.points for check in report.checks if check.cell == cell]
    return total(checks) if checks else None


def _side(report: Report, cell: str) -> Side:
    made = _decision(report, cell)
    if made is not None:
        return Side(made.points, made.possible, f"decided by hand: {made.reason}")
    points = _machine(report, cell)
    if points is None:
        return Side(None, possible_at(report, cell) or None, "no points yet")
    checks = [check for check in report.checks if check.cell == cell]
    lost = [check for check in checks if check.points < check.possible]
    return Side(points, total(c.possible for c in checks), in_short((lost or checks)[0]))


def _why(cell: str, one: _Entry, other: _Entry) -> tuple[str, ...]:
    old, new = one.report, other.report
    assert old is not None and new is not None
    given, gives = _decision(old, cell), _decision(new, cell)
    by_hand = (given and given.points) != (gives and gives.points)
    if by_hand and _machine(old, cell) == _machine(new, cell) and old.sha256 == new.sha256:
        return ("decision",)
    found = ["decision"] if by_hand else []
    if one.name != other.name:
        found.append("attempt")
    elif old.sha256 != new.sha256:
        found.append("file")
    question = next((c.question for c in (*new.checks, *old.checks) if c.cell == cell), "")
    found += _of_basis(one.stored.basis or {}, other.stored.basis or {}, question)
    if old.seed != new.seed and "seed" not in found:
        found.append("seed")
    for verdict, why in (("timeout", "time"), ("error", "error")):
        has = [any(c.cell == cell and c.verdict == verdict for c in r.checks) for r in (old, new)]
        if has[0] != has[1]:
            found.append(why)
    return tuple(found) or ("unknown",)


def _of_basis(old: Mapping[str, object], new: Mapping[str, object], question: str) -> list[str]:
    """Say which parts of what two results depend on are different."""
    if not old or not new:
        return []
    parts = [("grader", "grader"), ("policy", "limits"), ("seed", "seed")]
    found = [why for name, why in parts if old.get(name) != new.get(name)]
    hashes = [_hashes(basis).get(question) for basis in (old, new)]
    return ["checks", *found] if hashes[0] != hashes[1] else found


def _hashes(basis: Mapping[str, object]) -> Mapping[str, object]:
    questions = basis.get("questions")
    return questions if isinstance(questions, dict) else {}


def _other_words(old: Report, new: Report) -> int:
    """Count the cells of which other things are said, for the same points."""
    cells = dict.fromkeys([*_cells(old), *_cells(new)])
    sides = [(_side(old, cell), _side(new, cell)) for cell in cells]
    return sum(a.said != b.said and a.points == b.points for a, b in sides)


def _facts(before: Mapping[str, _Entry], after: Mapping[str, _Entry]) -> Iterator[str]:
    """Say what most results of the two folders were made with."""
    seeds = [_most(one.seed for one in _reports(entries)) for entries in (before, after)]
    if seeds[0] == seeds[1]:
        yield f"Both drew the same cases (seed {seeds[0]}), so that is not by chance."
    else:
        yield (
            f"They drew other cases (seeds {seeds[0]} and {seeds[1]}), which alone can change "
            f"points. Grade with --seed {seeds[0]} to see what else does."
        )
    old, new = (
        dict(_most(tuple(one.versions.items()) for one in _reports(entries)) or ())
        for entries in (before, after)
    )
    for name, version in old.items():
        if new.get(name, version) != version:
            yield f"{name} was {version} and is {new[name]}."


def _reports(entries: Mapping[str, _Entry]) -> list[Report]:
    return [one.report for one in entries.values() if one.report is not None]


def _most(values: Iterable[_T]) -> _T | None:
    """Give what is there most often."""
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else None
