"""The items of an assignment, each with what everybody earned in it.

An item is a question, a graded cell or a check. Results of two versions of an assignment may have
different ones: then an item's numbers are about those who were asked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder.feedback.words import state
from autograder.overview.statistics import (
    Measure,
    Scores,
    cronbach_alpha,
    difficulty,
    item_rest_correlation,
    upper_lower_index,
)
from autograder.report import CheckResult, Report


@dataclass(frozen=True)
class Item:
    """A question, a graded cell, or a check.

    Parameters
    ----------
    id, title : str
    question : str
        The question that it is, or belongs to.
    possible : float
        Points, at most.
    who : ndarray of int
        Which of the class were asked it.
    points, totals : ndarray
        What they earned in it, and in all.
    unwritten : ndarray of bool
        Whether they wrote nothing.
    hidden : bool
        Whether it is a check that students cannot run.
    cell : str
        The graded cell of a check.
    """

    id: str
    title: str
    question: str
    possible: float
    who: np.ndarray[tuple[int], np.dtype[np.intp]]
    points: Scores
    totals: Scores
    unwritten: np.ndarray[tuple[int], np.dtype[np.bool_]]
    hidden: bool = False
    cell: str = ""

    @cached_property
    def scores(self) -> Scores:
        """The share of its points that each earned."""
        return self.points / self.possible if self.possible else np.zeros(len(self.points))

    @cached_property
    def difficulty(self) -> Measure:
        """See `statistics.difficulty`."""
        return difficulty(self.scores)

    @cached_property
    def correlation(self) -> Measure:
        """See `statistics.item_rest_correlation`."""
        return item_rest_correlation(self.points, self.totals)

    @cached_property
    def index(self) -> Measure:
        """See `statistics.upper_lower_index`."""
        return upper_lower_index(self.scores, self.totals)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many earned all, a part, nothing, and how many wrote nothing."""
        full = self.scores >= 1 - 1e-9
        none = (self.scores <= 1e-9) & ~self.unwritten
        return {
            "full": int(full.sum()),
            "part": int((~full & ~none & ~(self.unwritten & (self.scores <= 1e-9))).sum()),
            "none": int(none.sum()),
            "open": int((self.unwritten & (self.scores <= 1e-9)).sum()),
        }


@dataclass(frozen=True)
class Items:
    """All items of an assignment.

    Parameters
    ----------
    questions, cells, checks : tuple of Item
        In the assignment's order.
    totals : ndarray
        What everybody earned.
    possible : ndarray
        What each could have earned.
    """

    questions: tuple[Item, ...]
    cells: tuple[Item, ...]
    checks: tuple[Item, ...]
    totals: Scores
    possible: Scores

    @cached_property
    def shares(self) -> Scores:
        """The share of all points that each earned."""
        return np.divide(
            self.totals, self.possible, out=np.zeros(len(self.totals)), where=self.possible > 0
        )

    @cached_property
    def reliability(self) -> Measure:
        """Cronbach's alpha of the graded cells that everybody was asked."""
        same = [one.points for one in self.cells if len(one.who) == len(self.totals)]
        if not same:
            return Measure(None, "there is no graded cell that all were asked")
        return cronbach_alpha(np.stack(same, axis=1))


@dataclass
class _Gathering:
    """An item while results are read."""

    title: str
    question: str
    possible: float = 0.0
    hidden: bool = False
    cell: str = ""

    def __post_init__(self) -> None:
        self.rows: list[tuple[int, float, bool]] = []


def items_of(reports: Sequence[Report]) -> Items:
    """Gather the items of some reports.

    Parameters
    ----------
    reports : sequence of Report
        With what people decided. What coming late costs is left out: it says nothing of an item.
    """
    questions: dict[str, _Gathering] = {}
    cells: dict[str, _Gathering] = {}
    checks: dict[str, _Gathering] = {}
    totals, most = [], []
    for who, report in enumerate(reports):
        decided = {one.cell: one for one in report.decisions}
        of_cell: dict[str, list[CheckResult]] = {}
        for check in report.checks:
            of_cell.setdefault(check.cell, []).append(check)
            if check.possible:  # what is worth nothing is no item
                made = _Gathering(check.title, check.question, 0.0, check.hidden, check.cell)
                one = checks.setdefault(check.id, made)
                _add(one, who, check.points, check.possible, state(check) == "unwritten")
        by_question: dict[str, list[tuple[float, float, bool]]] = {}
        for cell in dict.fromkeys([*of_cell, *decided]):
            own = of_cell.get(cell, [])
            if cell in decided:
                question, got = decided[cell].question, decided[cell].points
                possible = decided[cell].possible
            else:
                question = own[0].question
                got, possible = (sum(getattr(c, n) for c in own) for n in ("points", "possible"))
            empty = bool(own) and all(state(check) == "unwritten" for check in own)
            title = own[0].title if len(own) == 1 else ""
            _add(cells.setdefault(cell, _Gathering(title, question)), who, got, possible, empty)
            by_question.setdefault(question, []).append((got, possible, empty))
        for question, parts in by_question.items():
            title = report.questions.get(question, question)
            got, possible = sum(one[0] for one in parts), sum(one[1] for one in parts)
            empty = all(one[2] for one in parts)
            one = questions.setdefault(question, _Gathering(title, question))
            _add(one, who, got, possible, empty)
        rows = [row for parts in by_question.values() for row in parts]
        totals.append(sum(row[0] for row in rows))
        most.append(sum(row[1] for row in rows))
    every = np.array(totals, dtype=float)

    def ordered(some: dict[str, _Gathering]) -> tuple[Item, ...]:
        return tuple(_item(name, one, every) for name, one in some.items())

    return Items(
        ordered(questions), ordered(cells), ordered(checks), every, np.array(most, dtype=float)
    )


def _add(one: _Gathering, who: int, got: float, possible: float, unwritten: bool) -> None:
    one.possible = max(one.possible, possible)
    one.rows.append((who, got, unwritten))


def _item(name: str, one: _Gathering, totals: Scores) -> Item:
    who = np.array([row[0] for row in one.rows], dtype=np.intp)
    return Item(
        name,
        one.title,
        one.question,
        one.possible,
        who,
        np.array([row[1] for row in one.rows], dtype=float),
        totals[who],
        np.array([row[2] for row in one.rows], dtype=bool),
        one.hidden,
        one.cell,
    )
