"""What is said of points that a person decided, and of those that coming late costs.

What the machine said stays where it is: a student reads both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.feedback.words import Told, amount, clean, points, told
from autograder.report import Decision, Report

#: The sentences, whole.
BY_HAND = "Decided by hand: {given}."
INSTEAD = "Decided by hand: {given} (by machine: {machine})."
LIST = "Decided by hand: {cells}."
ONE = "{cell}, {given}"
ONE_INSTEAD = "{cell}, {given} (by machine: {machine})"
CHANGED = "{points} for the whole: {text}"
GIVEN, NOT_GIVEN = "given", "not given"


def decided_by_hand(
    given: float, possible: float, reason: str, instead_of: float | None = None
) -> str:
    """Say what a person decided about a cell.

    Examples
    --------
    >>> decided_by_hand(2, 4, "The idea is right.")
    'Decided by hand: 2 of 4 points. The idea is right.'
    >>> decided_by_hand(2, 4, "", instead_of=0.0)
    'Decided by hand: 2 of 4 points (by machine: 0).'
    """
    own = amount(given, possible)
    said = BY_HAND.format(given=own)
    if instead_of is not None:
        said = INSTEAD.format(given=own, machine=points(instead_of))
    return f"{said} {clean(reason)}".strip()


def head(report: Report) -> list[str]:
    """Say, of a report as a whole, which cells a person decided and what it gains or loses.

    Nothing is said of the first where the report is about one cell: there it stands anyway.
    """
    lines = []
    asked = {*(check.cell for check in report.checks), *report.by_hand}
    if report.decisions and len(asked | {one.cell for one in report.decisions}) > 1:
        lines.append(LIST.format(cells="; ".join(map(_in_a_list, report.decisions))))
    for one in report.adjustments:
        sign = "−" if one.points < 0 else "+"
        lines.append(CHANGED.format(points=f"{sign}{amount(abs(one.points))}", text=one.text))
    return [clean(line) for line in lines]


def _in_a_list(one: Decision) -> str:
    given = amount(one.points, one.possible)
    if one.instead_of is None:
        return ONE.format(cell=one.cell, given=given)
    return ONE_INSTEAD.format(cell=one.cell, given=given, machine=points(one.instead_of))


def told_with_decisions(report: Report) -> Iterator[Told]:
    """Say what there is to say about each check, and below a cell's last what a person decided."""
    said = {
        one.cell: decided_by_hand(one.points, one.possible, one.reason)
        for one in report.decisions
        if one.instead_of is not None
    }
    last = {check.cell: number for number, check in enumerate(report.checks)}
    for number, (check, shown) in enumerate(zip(report.checks, told(report), strict=True)):
        decided = said.get(check.cell, "") if last[check.cell] == number else ""
        yield replace(shown, decided=decided)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of an answer that only a person gives points.

    Parameters
    ----------
    title : str
        The question; empty where the report is about nothing else.
    sentence : str
    items : tuple of (given, text)
        The rubric, and which of its items the answer has.
    """

    title: str
    sentence: str
    items: tuple[tuple[bool, str], ...]

    def lines(self) -> Iterator[str]:
        """Give the rubric as lines: ``[x]`` is before what was given."""
        for given, text in self.items:
            yield f"[{'x' if given else ' '}] {text}"


def given_by_a_person(report: Report) -> Iterator[Given]:
    """Say what a person gave where no check is asked."""
    whole = len({*(c.question for c in report.checks), *(d.question for d in report.decisions)}) > 1
    for one in report.decisions:
        if one.instead_of is None:
            answers = [a for a in report.open_answers if one.cell in (a.cell, a.question)]
            items = answers[0].items if one.items and len(answers) == 1 else ()
            yield Given(
                clean(report.questions.get(one.question, one.question)) if whole else "",
                decided_by_hand(one.points, one.possible, one.reason),
                tuple(
                    (item.id in one.items, f"{amount(item.points)}: {clean(item.text)}")
                    for item in items
                ),
            )
