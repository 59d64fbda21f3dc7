"""A report as HTML: a card in a notebook or in nbgrader's feedback, and a page for one student.

No script, no network. Everything that may come from a student is escaped here.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.feedback.decided import (
    GIVEN,
    NOT_GIVEN,
    Given,
    given_by_a_person,
    head,
    signed,
    told_with_decisions,
)
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
    score,
    summary,
)
from autograder.language import say, say_many
from autograder.report import Report

#: What stands below a check's title is set in, on a telephone only a little.
_IN = "min(1.35em,2vw)"
_INDENT = f"margin:.3em 0 0 {_IN}"


def escaped(text: Any) -> str:
    """Clean text and escape it for HTML; text between backticks becomes code."""
    parts = html.escape(clean(text)).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave them all alone
        return "`".join(parts)
    return "".join(
        f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts)
    )


@in_its_language
def to_html(report: Report) -> str:
    """Write a report as a self-contained HTML fragment: no script, no network.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        A ``div`` that looks right on light and dark pages.
    """
    return _card(report, "div", head(report))


def to_card(text: str) -> str:
    """Write a few sentences as a card of its own, where there is no report."""
    return (
        '<div style="font-family:system-ui,sans-serif;line-height:1.45;max-width:52em;'
        "border:1px solid rgba(128,128,128,.45);border-left:4px solid #D55E00;border-radius:6px;"
        f'padding:.6em .9em;margin:.3em 0;overflow-wrap:anywhere">{escaped(text)}</div>'
    )


def _card(report: Report, element: str, above: Sequence[str] = ()) -> str:
    """Write a report's card, its heading in the HTML element that fits the page around it."""
    items = "".join(_check(check, report.practice) for check in told_with_decisions(report))
    items += "".join(map(_given, given_by_a_person(report)))
    below = "".join(f'<p style="margin:.3em 0 0">{escaped(sentence)}</p>' for sentence in above)
    footer = "".join(
        f'<p style="margin:.5em 0 0;opacity:.85">{escaped(sentence)}</p>'
        for sentence in (
            numbers(report),
            again(report),
            about_hidden(report),
            by_hand(report),
            *asides(report),
        )
        if sentence
    )
    return (
        '<div style="font-family:system-ui,sans-serif;line-height:1.45;max-width:52em;'
        "border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:.6em min(.9em,3vw);"
        "margin:.3em 0;"
        'overflow-wrap:anywhere">'
        f'<{element} style="font-size:1em;font-weight:600;margin:0">'
        f"{escaped(heading(report))}: {escaped(summary(report))}</{element}>{below}"
        f'<ul style="list-style:none;margin:.4em 0 0;padding:0">{items}</ul>{footer}</div>'
    )


def _check(check: Told, practice: bool) -> str:
    worth = ", " + say_many(
        "{earned} of {count} point",
        "{earned} of {count} points",
        float(check.possible),
        earned=check.earned,
        count=check.possible,
    )
    hidden = f' <small style="white-space:nowrap">{say("(hidden check)")}</small>'
    parts = [
        f'<div><span aria-hidden="true" style="color:{check.colour};font-weight:700">{check.sign}'
        f"</span> {escaped(check.title)}: <b>{check.word}</b>{'' if practice else worth}"
        f"{hidden if check.hidden else ''}</div>",
        *_body(check),
    ]
    return (
        f'<li style="border-left:4px solid {check.colour};padding:.15em 0 .15em .7em;'
        f'margin:.35em 0">{"".join(parts)}</li>'
    )


def _body(check: Told) -> Iterator[str]:
    if check.message:
        yield _paragraph(escaped(check.message).replace("\n", "<br>"))
    for remark in check.remarks:
        yield _paragraph(escaped(remark))
    if check.program:
        yield _paragraph(
            say(
                "Smallest case: {program} at {at}",
                program=f"<code>{html.escape(check.program)}</code>",
                at=f"<code>{html.escape(check.at)}</code>",
            )
        )
    if check.rows:
        yield _table(check)
    if check.where:
        yield _paragraph(f"<b>{say('Where:')}</b> {escaped(check.where)}")
    if check.place:
        yield _picture(check.place)
    if check.name:
        yield _callout(check)
    if check.following:
        yield _paragraph(f"<b>{say('Next:')}</b> {escaped(check.following)}")
    if check.note:
        yield f'<div style="margin-left:{_IN};opacity:.8">{escaped(check.note)}</div>'
    if check.decided:
        yield _decision(check.decided)


def _decision(sentence: str) -> str:
    """Write what a person decided: in words first, and with a bar of its own colour."""
    return (
        f'<div style="margin:.4em 0 .2em {_IN};padding:.3em .7em;border-radius:5px;'
        'border:1px solid rgba(204,121,167,.8);background:rgba(204,121,167,.12)">'
        f"{escaped(sentence)}</div>"
    )


def _given(given: Given) -> str:
    """Write what a person gave for an answer, with the items of its rubric."""
    title = f"<div>{escaped(given.title)}</div>" if given.title else ""
    items = "".join(
        f'<li style="margin:.15em 0"><span aria-hidden="true">{"☑" if ticked else "☐"}</span> '
        f"<small>({say(GIVEN if ticked else NOT_GIVEN)})</small> {escaped(text)}</li>"
        for ticked, text in given.items
    )
    style = f"list-style:none;margin:.3em 0 0 {_IN};padding:0"
    rubric = f'<ul style="{style}">{items}</ul>' if items else ""
    return f'<li style="margin:.35em 0">{title}{_decision(given.sentence)}{rubric}</li>'


def _paragraph(inner: str) -> str:
    return f'<div style="{_INDENT}">{inner}</div>'


def _callout(check: Told) -> str:
    if not check.ask:
        return _paragraph(f"{escaped(check.explanation)} <small>({escaped(check.name)})</small>")
    ask = f'<div style="margin-top:.25em"><b>{say("Ask yourself:")}</b> {escaped(check.ask)}</div>'
    return (
        f'<div style="margin:.5em 0 .2em {_IN};padding:.4em .7em;border-radius:5px;'
        'border:1px solid rgba(0,114,178,.6);background:rgba(0,114,178,.08)">'
        f"<b>{say('What it looks like:')}</b> {escaped(check.explanation)} "
        f"<small>({escaped(check.name)})</small>{ask}</div>"
    )


def _picture(place: dict[str, Any]) -> str:
    # These bring the layout of graphs along.
    from adlearn.show.html import scrolled
    from autograder.feedback.picture import caption, picture

    try:
        drawn, below = picture(place), caption(place)
    except Exception:  # the sentence says it, too
        return ""
    if not drawn:
        return ""
    return (
        f'<div style="{_INDENT}">{scrolled(drawn, drawn)}</div>'
        f'<div style="{_INDENT};font-size:.9em;opacity:.85">{escaped(below)}</div>'
    )


def _table(check: Told) -> str:
    # Words are broken between letters everywhere else; here a column would get as narrow as one.
    cell = "padding:.15em 0 .15em min(1.6em,2.5vw);text-align:right;border:none;vertical-align:top"
    number = f"{cell};white-space:nowrap"
    first = "padding:.15em 0;text-align:left;border:none;vertical-align:top"
    head = "".join(
        f'<th scope="col" style="{cell if index else first}">{escaped(name)}</th>'
        for index, name in enumerate(check.header)
    )
    body = "".join(
        "<tr>"
        + f'<th scope="row" style="{first};font-weight:400">{escaped(row[0])}</th>'
        + "".join(f'<td style="{number}"><code>{escaped(value)}</code></td>' for value in row[1:])
        + "</tr>"
        for row in check.rows
    )
    return (
        f'<div style="overflow-x:auto;margin:.3em 0 .2em {_IN}">'
        '<table style="border-collapse:collapse;margin:0;background:none;'
        'font-size:min(1em,3.7vw);overflow-wrap:break-word">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 54em; margin: 2em auto;
        padding: 0 1em; overflow-wrap: anywhere; }}
table.totals {{ border-collapse: collapse; margin-bottom: 1.5em; overflow-wrap: break-word; }}
table.totals th, table.totals td {{ padding: .2em 1em .2em 0; text-align: left; }}
table.totals td + td {{ text-align: right; white-space: nowrap; }}
table.totals a {{ color: inherit; }}
section {{ margin: 1em 0; }}
code {{ font: .95em ui-monospace, monospace; }}
details {{ margin-top: 1.5em; opacity: .85; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{file}: <strong>{summary}</strong></p>
{head}
{first}
<table class="totals">
<thead><tr><th scope="col">{question}</th><th scope="col">{points}</th></tr></thead>
<tbody>{totals}</tbody></table>
{sections}
{notes}
<details><summary>{how}</summary><ul>{facts}</ul></details>
</body>
</html>
"""


@in_its_language
def to_page(report: Report) -> str:
    """Write a report as a whole HTML page, for one student.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        The page; static, with a policy that forbids scripts and the network.
    """
    every = {question: report.of(question=question) for question in report.questions}
    parts = {question: part for question, part in every.items() if _is_asked(part)}
    titles = {question: report.questions[question] for question in parts}
    totals = "".join(
        f'<tr><td><a href="#{escaped(q)}">{escaped(title)}</a></td>'
        f"<td>{escaped(score(parts[q]))}</td></tr>"
        for q, title in titles.items()
    )
    totals += "".join(
        f"<tr><td>{escaped(one.text)}</td><td>{signed(one)}</td></tr>" for one in report.adjustments
    )
    sections = "".join(
        f'<section id="{escaped(q)}">{_card(part, "h2")}</section>' for q, part in parts.items()
    )
    open_ = [
        f'<a href="#{escaped(q)}">{escaped(title)}</a>'
        for q, title in titles.items()
        if parts[q].points < parts[q].possible
    ]
    notes = "".join(f"<li>{escaped(note)}</li>" for note in report.notes)
    isolation = report.isolation
    facts = [
        say("file {name}, SHA-256 {sha256}", name=report.submission, sha256=report.sha256),
        say("seed {seed} (the same seed draws the same cases)", seed=report.seed),
        say(
            "kept apart by: {what} ({layers})",
            what=say(isolation.get("name", "")) or say("nothing"),
            layers=", ".join(isolation.get("layers", [])) or say("no layers"),
        ),
        say(
            "versions: {versions}",
            versions=", ".join(f"{name} {text}" for name, text in report.versions.items()),
        ),
        say("{seconds:.1f} seconds", seconds=report.seconds),
    ]
    return _PAGE.format(
        lang=escaped(report.speech.tag),
        title=escaped(report.title or report.assignment),
        file=escaped(report.submission.rsplit("/", 1)[-1]),
        summary=escaped(summary(report)),
        head="".join(f"<p>{escaped(line)}</p>" for line in head(report)),
        first=f"<p>{say('Not right yet: {questions}.', questions=', '.join(open_))}</p>"
        if open_
        else "",
        question=say("question"),
        points=say("points"),
        how=say("How this was graded"),
        totals=totals,
        sections=sections,
        notes=f"<h2>{say('Notes on the notebook')}</h2><ul>{notes}</ul>" if notes else "",
        facts="".join(f"<li>{escaped(fact)}</li>" for fact in facts),
    )


def _is_asked(part: Report) -> bool:
    return bool(part.checks or part.by_hand or part.decisions)
