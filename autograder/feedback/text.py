"""A report as plain text: in a terminal, in a log, in nbgrader's comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.feedback.decided import given_by_a_person, head, told_with_decisions
from autograder.feedback.words import (
    Told,
    about_hidden,
    again,
    asides,
    by_hand,
    clean,
    heading,
    in_its_language,
    numbers,
    summary,
    told_of,
)
from autograder.language import say
from autograder.report import CheckResult, Report


@in_its_language
def to_text(report: Report) -> str:
    """Write a report as plain text.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        Several lines, without a newline at the end.
    """
    lines = [f"{heading(report)}: {summary(report)}", *(f"  {line}" for line in head(report))]
    for check in told_with_decisions(report):
        worth = "" if report.practice else f" ({check.earned}/{check.possible})"
        lines.append(f"  {check.sign} {check.title}: {check.word}{worth}")
        lines += [f"      {line}" for line in _body(check)]
    for given in given_by_a_person(report):
        lines.append("  " + ": ".join(filter(None, (given.title, given.sentence))))
        lines += [f"      {line}" for line in given.lines()]
    below = (numbers(report), again(report), about_hidden(report), by_hand(report), *asides(report))
    return "\n".join([*lines, *(f"  {sentence}" for sentence in below if sentence)])


def about(result: CheckResult) -> str:
    """Write everything there is to say about one check, for the person who grades.

    Parameters
    ----------
    result : CheckResult

    Returns
    -------
    str
        Several lines; the case of a hidden check is among them, and what was said in a run beside
        reference answers, which the student does not read.
    """
    lines = list(_body(told_of(result)))
    if result.withheld:
        said = clean(result.withheld["message"]).replace("\n", " ")
        lines.append(f"Among reference answers (not for the student): {said}")
    return "\n".join(lines)


def _body(check: Told) -> Iterator[str]:
    yield from check.message.splitlines()
    yield from check.remarks
    if check.program:
        program = f"`{check.program}`"
        yield say("Smallest case: {program} at {at}", program=program, at=check.at)
    if check.rows:
        yield from columns([check.header, *check.rows], numbers=True)
    if check.where:
        yield f"{say('Where:')} {check.where}"
    if check.name:
        yield f"{say('What it looks like')} ({check.name}): {check.explanation}"
    if check.ask:
        yield f"{say('Ask yourself:')} {check.ask}"
    if check.following:
        yield f"{say('Next:')} {check.following}"
    if check.note:
        yield f"({check.note})"
    if check.decided:
        yield check.decided


def columns(lines: Sequence[Sequence[str]], *, numbers: bool = False) -> list[str]:
    """Write cells below each other, by spaces alone; rich is not where students are.

    Parameters
    ----------
    lines : sequence of sequence of str
        Rows of equally many cells, the header first.
    numbers : bool
        Whether all columns but the first hold numbers, which end below each other.

    Examples
    --------
    >>> print(*columns([("", "yours"), ("value", "3")], numbers=True), sep="\\n")
           yours
    value      3
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if numbers and index else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
