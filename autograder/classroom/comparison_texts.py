"""What changes between two folders of results: in a terminal, and as a whole list in a file."""

from __future__ import annotations

from pathlib import Path

from autograder.classroom.comparing import Change, Comparison, Side
from autograder.classroom.own_files import write_own
from autograder.classroom.spreadsheet import to_text
from autograder.errors import UsageError
from autograder.feedback import clean, escaped, points
from autograder.feedback.markdown import literal

#: So many changes are listed in a terminal.
LISTED = 40

#: How the lists begin, each kind its own way: nothing else is written over.
_CSV_HEAD = (
    *("submission", "cell", "points before", "points now", "possible before", "possible now"),
    *("said before", "said now", "why"),
)
_MARKS = {
    ".csv": ",".join(_CSV_HEAD),
    ".md": "# Points that change",
    ".html": '<meta name="generator" content="autograder compare">',
}


def write_comparison(found: Comparison, path: Path) -> Path:
    """Write the whole list, as its name ends: ``.csv``, ``.html`` or ``.md``.

    Raises
    ------
    UsageError
        If it ends otherwise, cannot be written, or something else is there.
    """
    can_be_written(path)
    make = {".csv": to_csv, ".md": to_markdown, ".html": to_html}[path.suffix]
    return write_own(make(found), path, _MARKS[path.suffix])


def can_be_written(path: Path) -> None:
    """See to it that a list can have this name: before anything long is begun."""
    if path.suffix not in _MARKS:
        raise UsageError(f"{path}: a list of changes ends with {', '.join(_MARKS)}. Choose one.")


def in_points(side: Side) -> str:
    """Write what a cell has on one side."""
    return "–" if side.points is None else points(side.points)


def summary(found: Comparison) -> list[str]:
    """Say in sentences how much changes."""
    everybody = len({*found.totals, *found.changed()})
    lines = [
        f"{len(found.changed())} of {everybody} submissions change, in {len(found.changes)} places."
        if found.changes
        else f"No points change, of {everybody} submissions."
    ]
    if found.totals:
        before, after = found.means()
        lines.append(f"The mean was {points(before)} and is {points(after)}.")
    if found.other_words:
        lines.append(
            f"Cells with the same points of which something else is said: {found.other_words}."
        )
    return [*lines, *found.facts]


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{points(abs(value))}"


def print_comparison(found: Comparison) -> None:
    """Print what changes, by cause, and by how much."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if found.changes:
        table = Table(header_style="bold", show_lines=True)
        table.add_column("submission", overflow="fold")
        table.add_column("cell", overflow="fold")
        table.add_column("points", justify="right", no_wrap=True)
        table.add_column("before, and now", overflow="fold", ratio=2)
        table.add_column("why", overflow="fold", ratio=1)
        for one in found.changes[:LISTED]:
            said = f"{clean(one.before.said, 160)}\n{clean(one.after.said, 160)}"
            table.add_row(
                clean(one.name, 60), clean(one.cell, 60) or "(whole)", _arrow(one), said, one.reason
            )
        console.print(table, markup=False)
        if len(found.changes) > LISTED:
            more = len(found.changes) - LISTED
            print(f"and {more} more: the whole list with --compare-to changes.csv")
        causes = Table(header_style="bold")
        causes.add_column("why", overflow="fold")
        for head in ("cells", "submissions", "won", "lost"):
            causes.add_column(head, justify="right")
        for why, cells, submissions, won, lost in found.by_cause():
            causes.add_row(why, str(cells), str(submissions), _signed(won), _signed(lost))
        console.print(causes, markup=False)
        most = max((count for _, count in found.distribution()), default=1)
        for step, count in found.distribution():
            bar = "█" * max(1, round(30 * count / most))
            print(f"{_signed(step):>8} points: {bar} {count}")
    print(*summary(found), sep="\n")


def _arrow(one: Change) -> str:
    return f"{in_points(one.before)} → {in_points(one.after)}"


def to_csv(found: Comparison) -> str:
    """Write the list as a table for a spreadsheet."""

    def plain(value: float | None) -> str:
        return "" if value is None else points(value)

    lines = [
        [
            *(one.name, one.cell, plain(one.before.points), plain(one.after.points)),
            *(plain(one.before.possible), plain(one.after.possible)),
            *(clean(one.before.said), clean(one.after.said), one.reason),
        ]
        for one in found.changes
    ]
    return to_text(_CSV_HEAD, lines)


def to_markdown(found: Comparison) -> str:
    """Write the list as Markdown."""
    lines = [_MARKS[".md"], "", f"From {literal(found.old)} to {literal(found.new)}.", ""]
    lines += [f"- {literal(line)}" for line in summary(found)]
    if found.changes:
        lines += [
            "",
            "| why | cells | submissions | won | lost |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {literal(why)} | {cells} | {submissions} | {_signed(won)} | {_signed(lost)} |"
            for why, cells, submissions, won, lost in found.by_cause()
        ]
        lines += ["", "| submission | cell | points | before | now | why |"]
        lines += ["| --- | --- | ---: | --- | --- | --- |"]
        for one in found.changes:
            cells = (one.name, one.cell or "(whole)", _arrow(one), one.before.said, one.after.said)
            row = [literal(cell).replace("\n", " ") for cell in (*cells, one.reason)]
            lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


_PAGE = (
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
    + _MARKS[".html"]
    + """
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Points that change</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.45; margin: 2em auto; max-width: 78em;
        padding: 0 1em; overflow-wrap: anywhere; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; margin: 1em 0; overflow-wrap: break-word; }}
th, td {{ padding: .3em .9em .3em 0; text-align: left; vertical-align: top;
          border-bottom: 1px solid rgba(128,128,128,.35); }}
.number {{ text-align: right; white-space: nowrap; }}
.bar {{ display: inline-block; height: .8em; background: #0072B2; border-radius: 2px; }}
.said {{ min-width: 14em; }}
</style>
</head>
<body>
<h1>Points that change</h1>
<p>From <code>{old}</code> to <code>{new}</code>.</p>
<ul>{summary}</ul>
{tables}
</body>
</html>
"""
)


def to_html(found: Comparison) -> str:
    """Write the list as a page: no script, no network."""
    causes = [
        [why, str(cells), str(submissions), _signed(won), _signed(lost)]
        for why, cells, submissions, won, lost in found.by_cause()
    ]
    most = max((count for _, count in found.distribution()), default=1)
    steps = "".join(
        f'<tr><th scope="row" class="number">{_signed(step)}</th><td>'
        f'<span class="bar" style="width:{12 * count / most:.2f}em" aria-hidden="true"></span> '
        f"{count}</td></tr>"
        for step, count in found.distribution()
    )
    changes = [
        [one.name, one.cell or "(whole)", _arrow(one), one.before.said, one.after.said, one.reason]
        for one in found.changes
    ]
    tables = ""
    if changes:
        tables = (
            "<h2>Why</h2>"
            + _table(["why", "cells", "submissions", "won", "lost"], causes, (1, 2, 3, 4))
            + "<h2>By how many points</h2>"
            + '<table><thead><tr><th scope="col">points</th><th scope="col">submissions</th></tr>'
            + f"</thead><tbody>{steps}</tbody></table><h2>Everything</h2>"
            + _table(["submission", "cell", "points", "before", "now", "why"], changes, (2,))
        )
    return _PAGE.format(
        old=escaped(found.old),
        new=escaped(found.new),
        summary="".join(f"<li>{escaped(line)}</li>" for line in summary(found)),
        tables=tables,
    )


def _table(head: list[str], rows: list[list[str]], numbers: tuple[int, ...]) -> str:
    def kind(index: int) -> str:
        if index in numbers:
            return ' class="number"'
        return ' class="said"' if head[index] in ("before", "now") else ""

    heads = "".join(f'<th scope="col"{kind(i)}>{escaped(text)}</th>' for i, text in enumerate(head))
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind(i)}>{escaped(text)}</td>" for i, text in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{head[0]}"><table><thead><tr>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
