"""The page that lists a class: who has which points, who has none, and what to know of whom.

It is for who teaches. On a telephone each row of its table becomes a block of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from autograder.classroom.grades import Grade
from autograder.feedback import changed, earned, escaped, points, score
from autograder.outgoing.tables import called


def to_index(grades: Sequence[Grade], files: Mapping[str, str]) -> str:
    """Write the page.

    Parameters
    ----------
    grades : sequence of Grade
    files : mapping
        Name of a result to the file that its student reads, beside this page.
    """
    reports = [one.report for one in grades if one.report]
    questions: dict[str, str] = {}
    for report in reports:
        questions.update(report.questions)
    titles = list(dict.fromkeys(report.title or report.assignment for report in reports))
    without = [one for one in grades if one.report is None and not one.nothing_came]
    absent = [one for one in grades if one.nothing_came]
    notes = [(grade, list(_notes(grade))) for grade in grades if grade.name]
    return _PAGE.format(
        title=escaped(f"Results: {titles[0]}" if len(titles) == 1 else "Results"),
        counted=escaped(_counted(len(reports), len(without), len(absent))),
        table=_table([one for one in grades if one.report], questions, files) if reports else "",
        questions=_list("Questions", (escaped(f"{q}: {title}") for q, title in questions.items())),
        problems=_list(
            "Not graded", (f"{_link(one, files)}: {escaped(one.problem)}" for one in without)
        ),
        absent=_list("Nothing handed in", (_person(one) for one in absent)),
        notes=_list(
            "Notes",
            (f"{_link(one, files)}: {escaped(note)}" for one, said in notes for note in said),
        ),
    )


def _counted(graded: int, without: int, absent: int) -> str:
    """Say how many have points, and how many have none."""
    parts = [f"{graded} graded"]
    parts += [f"{without} not graded"] * bool(without)
    parts += [f"{absent} without anything handed in"] * bool(absent)
    return ", ".join(parts) + "."


def _table(grades: Sequence[Grade], questions: Mapping[str, str], files: Mapping[str, str]) -> str:
    # The roles say again what the elements are: without them a row that is laid out as a block is
    # no row any more for a screen reader.
    head = "".join(
        f'<th scope="col" role="columnheader"><abbr title="{escaped(title)}">{escaped(q)}</abbr>'
        "</th>"
        for q, title in questions.items()
    )
    rows = "".join(_row(grade, questions, files) for grade in grades)
    return (
        '<div class="wide" role="region" aria-label="Points" tabindex="0"><table role="table">'
        '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">submission</th>'
        f'<th scope="col" role="columnheader">points</th>{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(grade: Grade, questions: Mapping[str, str], files: Mapping[str, str]) -> str:
    report = grade.report
    assert report is not None
    marks = "".join(f" <small>{escaped(mark)}</small>" for mark in _marks(grade))
    cells = "".join(
        f'<td role="cell" data-label="{escaped(q)}">{earned(report.of(question=q))}</td>'
        for q in questions
    )
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{_link(grade, files)}{marks}</th>'
        f'<td role="cell" class="total"><b>{escaped(score(report))}</b></td>{cells}</tr>'
    )


def _marks(grade: Grade) -> Iterable[str]:
    """Give what is to be seen beside a name: details stand in the notes."""
    report, attempt = grade.report, grade.attempt
    if grade.student.section:
        yield grade.student.section
    if attempt is not None and (grade.others or attempt.number > 1):
        yield f"attempt {attempt.number}"
    if attempt is not None and attempt.late_seconds:
        yield "late"
    if report is not None and report.decisions:
        yield "by hand"


def _notes(grade: Grade) -> Iterable[str]:
    """Give what a teacher should know of a grade, a sentence each."""
    report, attempt = grade.report, grade.attempt
    if grade.note:
        yield grade.note
    if attempt is not None and grade.others:
        of = len(grade.others) + 1
        yield f"attempt {attempt.number} counts of {of}; not {', '.join(grade.others)}."
    if attempt is not None and attempt.late_seconds:
        yield f"handed in {_long(attempt.late_seconds)} late."
    if report is None:
        return
    for change in report.adjustments:
        yield changed(change)
    for one in report.decisions:
        before = "" if one.instead_of is None else f" instead of {points(one.instead_of)}"
        who = ", ".join(filter(None, [one.by, one.when]))
        given = f"{points(one.points)} of {points(one.possible)} points{before}"
        yield f"{one.cell}: {given}{f' ({who})' if who else ''}: {one.reason}"
    yield from report.notes
    yield from report.private


def _long(seconds: float) -> str:
    """Say how long something is.

    Examples
    --------
    >>> _long(61), _long(7200), _long(3 * 86400)
    ('1 min', '2 h', '3 days')
    """
    if seconds < 7200:
        return f"{max(1, round(seconds / 60))} min"
    return f"{seconds / 3600:.0f} h" if seconds < 172800 else f"{seconds / 86400:.0f} days"


def _link(grade: Grade, files: Mapping[str, str]) -> str:
    return f'<a href="{escaped(files[grade.name])}">{_person(grade)}</a>'


def _person(grade: Grade) -> str:
    name = grade.student.name
    return escaped(f"{name} ({called(grade)})" if name else called(grade))


def _list(heading: str, items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<h2>{heading}</h2><ul>{lines}</ul>" if lines else ""


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; margin: 2em auto; max-width: 70em;
        padding: 0 1em; overflow-wrap: anywhere; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; overflow-wrap: normal; }}
th, td {{ padding: .25em .9em; text-align: right; border-bottom: 1px solid rgba(128,128,128,.35); }}
tr > :first-child {{ text-align: left; padding-left: 0; min-width: 9em; overflow-wrap: anywhere; }}
tbody th {{ font-weight: 400; }}
a {{ color: inherit; }}
.total {{ white-space: nowrap; }}
small {{ border: 1px solid rgba(128,128,128,.6); border-radius: 4px; padding: 0 .35em; }}
@media (max-width: 40em) {{
  body {{ margin: 1em auto; }}
  table, tbody {{ display: block; }}
  thead {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }}
  tbody tr {{ display: flex; flex-wrap: wrap; gap: .1em 1em; padding: .5em 0;
              border-bottom: 1px solid rgba(128,128,128,.35); }}
  tbody th, tbody td {{ border: none; padding: 0; }}
  tbody th {{ flex: 1 0 calc(100% - 8.1em); }}
  tbody .total {{ flex: 0 0 7em; white-space: normal; }}
  tbody td[data-label]::before {{ content: attr(data-label) " "; opacity: .75; }}
  ul {{ padding-left: 1.2em; }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{counted}</p>
{table}
{problems}
{absent}
{notes}
{questions}
</main>
</body>
</html>
"""
