"""One report, said in HTML and in plain text; the notebook, the pages and nbgrader all use these.

Everything that may come from a student is escaped here, stripped of control characters and capped,
whatever was done to it before. Verdicts are words, colour only repeats them.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from typing import Any

from autograder.expressions import number
from autograder.report import FULL_POINTS, CheckResult, Report

#: Verdict to word, colour of the bar beside it (Okabe-Ito), and sign.
_WORDS = {
    "passed": ("passed", "#009E73", "✓"),
    "failed": ("not right yet", "#D55E00", "✗"),
    "unwritten": ("not written yet", "#8c8c8c", "…"),
    "inconclusive": ("could not be decided", "#0072B2", "?"),
    "timeout": ("took too long", "#D55E00", "⏱"),
    "refused": ("refused", "#D55E00", "✗"),
    "error": ("the grader's mistake", "#CC79A7", "!"),
}

_LONGEST = 1200


def clean(text: Any, longest: int = _LONGEST) -> str:
    """Strip control and direction characters from text, and cap its length.

    Examples
    --------
    >>> clean("a\\x1b[31mb\\u202ec")
    'a[31mbc'
    """
    kept = "".join(
        character
        for character in str(text)[: 4 * longest]
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def escaped(text: Any) -> str:
    """Clean text and escape it for HTML; text between backticks becomes code."""
    parts = html.escape(clean(text)).split("`")
    if len(parts) % 2 == 0:  # an odd backtick: leave them all alone
        return "`".join(parts)
    return "".join(
        f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts)
    )


def word(result: CheckResult) -> str:
    """Give the verdict in words for people."""
    return _WORDS[_state(result)][0]


def _state(result: CheckResult) -> str:
    kind = (result.diagnosis or {}).get("kind")
    return "unwritten" if kind == "unwritten" else result.verdict


def points(value: float) -> str:
    """Write points: whole numbers whole, others with as few decimals as they need.

    Examples
    --------
    >>> points(3.0), points(2.5)
    ('3', '2.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def summary(report: Report) -> str:
    """Say in a sentence how many checks pass or how many points were earned."""
    passed = sum(check.verdict in FULL_POINTS for check in report.checks)
    total = len(report.checks)
    if report.practice:
        return f"{passed} of {total} public check{'s' * (total != 1)} passed"
    return f"{points(report.points)} of {points(report.possible)} points"


def about_hidden(report: Report) -> str:
    """Say that hidden checks exist, where only public ones ran."""
    count = sum(report.hidden_counts.values())
    if not report.practice or not count:
        return ""
    return (
        f"When your work is graded, {count} hidden check{'s' * (count > 1)} will run as well: "
        "the same question, with more cases."
    )


# Plain text


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
    lines = [f"{_heading(report)}: {summary(report)}"]
    for result in report.checks:
        sign = _WORDS[_state(result)][2]
        worth = "" if report.practice else f" ({points(result.points)}/{points(result.possible)})"
        lines.append(f"  {sign} {clean(result.title)}: {word(result)}{worth}")
        if result.message:
            lines += [f"      {line}" for line in clean(result.message).splitlines()]
        lines += [f"      {line}" for line in _text_table(result.counterexample)]
        if result.others == "reference" and result.verdict in FULL_POINTS:
            lines.append("      (passed with reference answers in place of the other questions)")
    hidden = about_hidden(report)
    return "\n".join([*lines, *([f"  {hidden}"] if hidden else [])])


def _heading(report: Report) -> str:
    titles = {report.questions.get(c.question, c.question): None for c in report.checks}
    cells = {check.cell for check in report.checks}
    if len(titles) != 1:
        return clean(report.assignment)
    part = f" ({cells.pop()})" if len(cells) == 1 else ""
    return clean(next(iter(titles)) + part)


def _rows(counterexample: dict[str, Any] | None) -> tuple[list[str], list[list[str]]]:
    """Give the header and the rows of a counter-example's table."""
    rows = (counterexample or {}).get("rows") or []
    columns = ["yours", "expected"]
    if any(row.get("finite_difference") is not None for row in rows):
        columns.append("finite_difference")
    header = ["", *(name.replace("_", " ") for name in columns)]
    return header, [
        [clean(row["name"], 80), *(clean(number(row.get(name)), 40) for name in columns)]
        for row in rows
    ]


def _text_table(counterexample: dict[str, Any] | None) -> Iterable[str]:
    header, rows = _rows(counterexample)
    if not rows:
        return
    widths = [max(len(line[i]) for line in [header, *rows]) for i in range(len(header))]
    for line in [header, *rows]:
        cells = [
            line[0].ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()


# HTML


def to_html(report: Report) -> str:
    """Write a report as a self-contained HTML fragment: no script, no style sheet, no network.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        A ``div`` that looks right on light and dark pages.
    """
    return _card(report, "div")


def _card(report: Report, heading: str) -> str:
    """Write a report's card, its heading in the HTML element that fits the page around it."""
    items = "".join(_html_check(result, report.practice) for result in report.checks)
    footer = "".join(
        f'<p style="margin:.5em 0 0;opacity:.85">{escaped(sentence)}</p>'
        for sentence in (_next_step(report), about_hidden(report))
        if sentence
    )
    return (
        '<div style="font-family:system-ui,sans-serif;line-height:1.45;max-width:52em;'
        "border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:.6em .9em;margin:.3em 0;"
        'overflow-wrap:anywhere">'
        f'<{heading} style="font-size:1em;font-weight:600;margin:0">'
        f"{escaped(_heading(report))}: {escaped(summary(report))}</{heading}>"
        f'<ul style="list-style:none;margin:.4em 0 0;padding:0">{items}</ul>{footer}</div>'
    )


def _next_step(report: Report) -> str:
    """Say what to do after a check in a notebook that does not pass."""
    if not report.practice or all(check.verdict in FULL_POINTS for check in report.checks):
        return ""
    return "Next: change your answer, run its cell, then run this check again."


def _html_check(result: CheckResult, practice: bool) -> str:
    label, colour, sign = _WORDS[_state(result)]
    plural = "" if result.possible == 1 else "s"
    worth = f", {points(result.points)} of {points(result.possible)} point{plural}"
    parts = [
        f'<div><span aria-hidden="true" style="color:{colour};font-weight:700">{sign}</span> '
        f"{escaped(result.title.rstrip('.'))}: <b>{label}</b>{'' if practice else worth}"
        f"{' <small>(hidden check)</small>' if result.hidden else ''}</div>"
    ]
    if result.message:
        text = escaped(result.message).replace("\n", "<br>")
        parts.append(f'<div style="margin:.2em 0 0 1.35em">{text}</div>')
    parts.append(_html_case(result.counterexample))
    if result.others == "reference" and result.verdict in FULL_POINTS:
        note = "passed with reference answers in place of the other questions"
        parts.append(f'<div style="margin-left:1.3em;opacity:.8">{note}</div>')
    return (
        f'<li style="border-left:4px solid {colour};padding:.15em 0 .15em .7em;margin:.35em 0">'
        f"{''.join(parts)}</li>"
    )


def _html_case(counterexample: dict[str, Any] | None) -> str:
    header, rows = _rows(counterexample)
    if not rows:
        return ""
    cell = "padding:.15em .8em;text-align:right;border:none;white-space:nowrap"
    first = "padding:.15em .8em .15em 0;text-align:left;border:none"
    head = "".join(
        f'<th scope="col" style="{cell if index else first}">{escaped(name)}</th>'
        for index, name in enumerate(header)
    )
    body = "".join(
        "<tr>"
        + f'<th scope="row" style="{first};font-weight:400">{escaped(row[0])}</th>'
        + "".join(f'<td style="{cell}"><code>{escaped(value)}</code></td>' for value in row[1:])
        + "</tr>"
        for row in rows
    )
    program, at = (counterexample or {}).get("program"), (counterexample or {}).get("at") or {}
    place = ", ".join(f"{name} = {number(value)}" for name, value in at.items())
    caption = (
        f'<caption style="text-align:left;padding:0 0 .2em;font-size:1em">Smallest case: '
        f"<code>{html.escape(clean(program))}</code> at "
        f"<code>{html.escape(clean(place))}</code></caption>"
        if program and at
        else ""
    )
    return (
        '<div style="overflow-x:auto;margin:.5em 0 .2em 1.35em">'
        '<table style="border-collapse:collapse;margin:0;background:none;font-size:1em">'
        f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 54em; margin: 2em auto;
        padding: 0 1em; overflow-wrap: anywhere; }}
table.totals {{ border-collapse: collapse; }}
table.totals {{ margin-bottom: 1.5em; }}
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
<table class="totals">
<thead><tr><th scope="col">question</th><th scope="col">points</th></tr></thead>
<tbody>{totals}</tbody></table>
{sections}
{notes}
<details><summary>How this was graded</summary><ul>{facts}</ul></details>
</body>
</html>
"""


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
    parts = {question: report.of(question=question) for question in report.questions}
    totals = "".join(
        f'<tr><td><a href="#{escaped(q)}">{escaped(title)}</a></td>'
        f"<td>{points(parts[q].points)} / {points(parts[q].possible)}</td></tr>"
        for q, title in report.questions.items()
    )
    sections = "".join(
        f'<section id="{escaped(q)}">{_card(part, "h2")}</section>' for q, part in parts.items()
    )
    notes = "".join(f"<li>{escaped(note)}</li>" for note in report.notes)
    isolation = report.isolation
    facts = [
        f"file {report.submission}, SHA-256 {report.sha256}",
        f"seed {report.seed} (the same seed draws the same cases)",
        f"kept apart by: {isolation.get('name', 'nothing')} "
        f"({', '.join(isolation.get('layers', [])) or 'no layers'})",
        "versions: " + ", ".join(f"{name} {text}" for name, text in report.versions.items()),
        f"{report.seconds:.1f} seconds",
    ]
    return _PAGE.format(
        title=escaped(report.title or report.assignment),
        file=escaped(report.submission.rsplit("/", 1)[-1]),
        summary=escaped(summary(report)),
        totals=totals,
        sections=sections,
        notes=f"<h2>Notes on the notebook</h2><ul>{notes}</ul>" if notes else "",
        facts="".join(f"<li>{escaped(fact)}</li>" for fact in facts),
    )
