"""A report as Markdown: for an issue, a chat, a learning platform, a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.feedback.decided import given_by_a_person, head, told_with_decisions
from autograder.feedback.words import (
    Told,
    about_hidden,
    asides,
    by_hand,
    clean,
    heading,
    in_its_language,
    summary,
)
from autograder.language import say
from autograder.report import Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~:@&$!])")
_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def literal(text: object) -> str:
    """Write text so that Markdown shows it as it is; text between backticks becomes code.

    Examples
    --------
    >>> literal("*x* is `a*b`, see [here](http://x)")
    '\\\\*x\\\\* is `a*b`, see \\\\[here\\\\](http\\\\://x)'
    """
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave them all alone
        return _escaped("`".join(parts))
    return "".join(
        f"`{part}`" if index % 2 and part.strip() else _escaped(part)
        for index, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    marked = _SPECIAL.sub(r"\\\1", text)
    return _LIST.sub(lambda item: item[1] + re.sub(r"([-+=.)])", r"\\\1", item[2]), marked)


@in_its_language
def to_markdown(report: Report) -> str:
    """Write a report as Markdown (CommonMark with GitHub's tables).

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        Ends with a newline. Student text in it is literal: it makes no links, tags or images.
    """
    lines = [f"### {literal(heading(report))}: {summary(report)}", ""]
    for line in head(report):
        lines += [literal(line), ""]
    for check in told_with_decisions(report):
        worth = "" if report.practice else f", {points_of(check)}"
        hidden = f" {say('(hidden check)')}" if check.hidden else ""
        lines.append(f"- {check.sign} {literal(check.title)}: **{check.word}**{worth}{hidden}")
        for block in _body(check):
            lines += ["", *(f"  {line}" if line else "" for line in block.splitlines())]
        lines.append("")
    for given in given_by_a_person(report):
        title = f"- {literal(given.title)}: " if given.title else "- "
        lines += [f"{title}**{literal(given.sentence)}**"]
        for ticked, text in given.items:
            lines.append(f"  - [{'x' if ticked else ' '}] {literal(text)}")
        lines.append("")
    below = (about_hidden(report), by_hand(report), *asides(report))
    below = tuple(literal(said) for said in below if said)
    return "\n".join([*lines, "\n\n".join(below)]).rstrip() + "\n"


def _body(check: Told) -> Iterator[str]:
    if check.message:
        yield literal(check.message).replace("\n", "\\\n")
    for remark in check.remarks:
        yield literal(remark)
    if check.program:
        program = check.program.replace("; ", "\n").replace("`", "'")
        said = say("Smallest case, at {at}:", at=literal(check.at))
        yield f"{said}\n\n```python\n{program}\n```"
    if check.rows:
        line = "| --- |" + " ---: |" * (len(check.header) - 1)
        yield "\n".join([_row(check.header), line, *map(_row, check.rows)])
    if check.where:
        yield f"**{say('Where:')}** {literal(check.where)}"
    if check.name:
        looks = say("What it looks like")
        yield f"**{looks}** ({literal(check.name)}): {literal(check.explanation)}"
    if check.ask:
        yield f"**{say('Ask yourself:')}** {literal(check.ask)}"
    if check.following:
        yield f"**{say('Next:')}** {literal(check.following)}"
    if check.note:
        yield f"({check.note})"
    if check.decided:
        yield f"**{literal(check.decided)}**"


def points_of(check: Told) -> str:
    """Write the points of a check."""
    return say("{earned} of {possible} points", earned=check.earned, possible=check.possible)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(literal(cell).replace("\n", " ") for cell in cells) + " |"
