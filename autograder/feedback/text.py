"""A report as plain text: in a terminal, in a log, in nbgrader's comments."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.feedback.words import Told, about_hidden, heading, summary, told, told_of
from autograder.report import CheckResult, Report


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
    lines = [f"{heading(report)}: {summary(report)}"]
    for check in told(report):
        worth = "" if report.practice else f" ({check.earned}/{check.possible})"
        lines.append(f"  {check.sign} {check.title}: {check.word}{worth}")
        lines += [f"      {line}" for line in _body(check)]
    hidden = about_hidden(report)
    return "\n".join([*lines, *([f"  {hidden}"] if hidden else [])])


def about(result: CheckResult) -> str:
    """Write everything there is to say about one check, for the person who grades.

    Parameters
    ----------
    result : CheckResult

    Returns
    -------
    str
        Several lines; the case of a hidden check is among them.
    """
    return "\n".join(_body(told_of(result)))


def _body(check: Told) -> Iterator[str]:
    yield from check.message.splitlines()
    if check.program:
        yield f"Smallest case: `{check.program}` at {check.at}"
    yield from _table(check)
    if check.where:
        yield f"Where: {check.where}"
    if check.name:
        yield f"What it looks like ({check.name}): {check.explanation}"
    if check.ask:
        yield f"Ask yourself: {check.ask}"
    if check.following:
        yield f"Next: {check.following}"
    if check.note:
        yield f"({check.note})"


def _table(check: Told) -> Iterator[str]:
    if not check.rows:
        return
    lines = [check.header, *check.rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(check.header))]
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()
