"""What is said of points that a person decided, and of those that coming late costs.

What the machine said stays where it is: a student reads both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.feedback.words import Told, amount, clean, points, told
from autograder.language import say, template
from autograder.report import Adjustment, Decision, Report
from autograder.rubric import Item

#: The sentences, whole.
BY_HAND = template("Decided by hand: {given}.")
INSTEAD = template("Decided by hand: {given} (by machine: {machine}).")
ABOVE = template("Decided by hand, as said above.")
LIST = template("Decided by hand: {cells}.")
ONE = template("{cell}, {given}")
ONE_INSTEAD = template("{cell}, {given} (by machine: {machine})")
CHANGED = template("{points} for the whole: {text}")
GIVEN, NOT_GIVEN = template("given"), template("not given")


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
    said = say(BY_HAND, given=own)
    if instead_of is not None:
        said = say(INSTEAD, given=own, machine=points(instead_of))
    return f"{said} {clean(reason)}".strip()


def head(report: Report) -> list[str]:
    """Say, of a report as a whole, which cells a person decided and what it gains or loses.

    Nothing is said of the first where the report is about one cell: there it stands anyway.
    """
    lines = []
    asked = {*(check.cell for check in report.checks), *report.by_hand}
    if report.decisions and len(asked | {one.cell for one in report.decisions}) > 1:
        lines.append(say(LIST, cells="; ".join(map(_in_a_list, report.decisions))))
    for one in report.adjustments:
        lines.append(changed(one))
    return [clean(line) for line in lines]


def changed(one: Adjustment) -> str:
    """Say what a submission gains or loses as a whole, and why.

    Examples
    --------
    >>> changed(Adjustment(-1.0, "It came late.")), changed(Adjustment(0.0, "It came late."))
    ('−1 point for the whole: It came late.', 'It came late.')
    """
    if not one.points:
        return one.text
    return say(CHANGED, points=f"{signed(one)} {_unit(one)}", text=one.text)


def signed(one: Adjustment) -> str:
    """Write what a submission gains or loses as a whole, with its sign."""
    sign = "−" if one.points < 0 else "+" if one.points else ""
    return f"{sign}{points(abs(one.points))}"


def _unit(one: Adjustment) -> str:
    return amount(abs(one.points)).partition(" ")[2]


def _in_a_list(one: Decision) -> str:
    given = amount(one.points, one.possible)
    if one.instead_of is None:
        return say(ONE, cell=one.cell, given=given)
    return say(ONE_INSTEAD, cell=one.cell, given=given, machine=points(one.instead_of))


def told_with_decisions(report: Report) -> Iterator[Told]:
    """Say what there is to say about each check, and where a cell loses points what was decided.

    A cell's checks need not stand below one another: it is said at the first, and the others that
    lose points refer to it.
    """
    said = {
        one.cell: decided_by_hand(one.points, one.possible, one.reason)
        for one in report.decisions
        if one.instead_of is not None
    }
    losing = {check.cell for check in report.checks if check.points < check.possible}
    above: set[str] = set()
    for check, shown in zip(report.checks, told(report), strict=True):
        here = check.points < check.possible or check.cell not in losing
        if check.cell not in said or not here:
            yield shown
        elif check.cell not in above:
            above.add(check.cell)
            yield replace(shown, decided=said[check.cell])
        else:
            yield replace(shown, decided=say(ABOVE) if check.cell in losing else "")


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
                    for item in _of_interest(items, one.items)
                ),
            )


def _of_interest(items: tuple[Item, ...], given: tuple[str, ...]) -> Iterator[Item]:
    """Give a rubric's items, without the levels below one that was given."""
    reached = {item.one_of: item.points for item in items if item.one_of and item.id in given}
    for item in items:
        if item.id in given or item.points > reached.get(item.one_of, 0.0):
            yield item
