"""A folder of results, as pages for people and as tables for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from autograder import feedback, names
from autograder.feedback import earned, escaped, points, score, to_be_graded, to_page
from autograder.pages_folder import write_all
from autograder.report import Report


def to_json(
    reports: Mapping[str, Report],
    problems: Mapping[str, str],
    files: Mapping[str, str] | None = None,
    gone: Mapping[str, str] | None = None,
) -> str:
    """Write all results as one JSON document: see `to_csv`."""
    data = {
        "results": {name: report.to_dict() for name, report in reports.items()},
        "not_graded": dict(problems),
        "submissions": dict(files or {}),
        "gone": dict(gone or {}),
    }
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(
    reports: Mapping[str, Report],
    problems: Mapping[str, str],
    files: Mapping[str, str] | None = None,
    gone: Mapping[str, str] | None = None,
) -> str:
    """Write one row per submission: points per graded cell, the total, and what went wrong.

    Of a question that a person grades, its column says how many points are still to come, in
    words: `points` and `possible` are what a machine has graded.

    Cells that a spreadsheet would take for a formula are quoted with an apostrophe.

    Parameters
    ----------
    reports, problems : mapping
        Name to report, and to the reason why there is none.
    files : mapping, optional
        Name to the path of the file as it was given.
    gone : mapping, optional
        Name to what is said of a result whose file is not there any more.
    """
    files, gone = files or {}, gone or {}
    cells = list(dict.fromkeys(check.cell for r in reports.values() for check in r.checks))
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    asked = list(dict.fromkeys(name for r in reports.values() for name in r.by_hand))
    by_hand = [f"{name} (by hand)" for name in asked]
    writer.writerow(["name", "submission", *cells, "points", "possible", *by_hand, "problem"])
    for name, report in reports.items():
        scores = [points(report.of(cell=cell).points) for cell in cells]
        row = [
            name,
            report.submission,
            *scores,
            points(report.points),
            points(report.possible),
        ]
        # Words, which a spreadsheet's SUM passes over: points that are still open are not 0.
        row += [to_be_graded(report.by_hand[q]) if q in report.by_hand else "" for q in asked]
        writer.writerow(map(_harmless, [*row, problems.get(name) or gone.get(name, "")]))
    for name, problem in problems.items():
        if name not in reports:
            row = [name, files.get(name, ""), *[""] * (len(cells) + 2 + len(asked)), problem]
            writer.writerow(map(_harmless, row))
    return page.getvalue()


def _harmless(text: str) -> str:
    text = "".join(one if one in "\t\r\n" else names.visible(one) for one in text)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_pages(
    reports: Mapping[str, Report],
    problems: Mapping[str, str],
    folder: Path,
    results: Path | None = None,
    gone: Mapping[str, str] | None = None,
) -> Path:
    """Write one HTML page per submission and an index; give the index's path.

    Raises
    ------
    UsageError
        If the folder cannot be written, or holds something else of these names.
    """
    pages = {name: f"{file}.html" for name, file in _files(reports).items()}
    texts: dict[str, Callable[[], str]] = {
        file: partial(to_page, reports[name]) for name, file in pages.items()
    }
    texts["index.html"] = lambda: _index(reports, problems, pages, gone or {})
    return write_all(texts, folder, results)[-1]


def _files(reports: Mapping[str, Report]) -> dict[str, str]:
    """Give each name a file of its own, and none the index."""
    return dict(zip(reports, names.unique((name, name) for name in reports), strict=True))


#: What students can be given, one file each: the kind, how it is written, and the file's ending.
FEEDBACK: dict[str, tuple[Callable[[Report], str], str]] = {
    "md": (feedback.to_markdown, "md"),
    "text": (lambda report: feedback.to_text(report) + "\n", "txt"),
    "feedback-json": (feedback.to_json, "json"),
}


def write_feedback(
    reports: Mapping[str, Report], kind: str, folder: Path, results: Path | None = None
) -> list[Path]:
    """Write one file of feedback per submission, of one of the kinds in `FEEDBACK`.

    Raises
    ------
    UsageError
        If the folder cannot be written, or holds something else of these names.
    """
    write, ending = FEEDBACK[kind]
    texts = {f"{f}.{ending}": partial(write, reports[n]) for n, f in _files(reports).items()}
    return write_all(texts, folder, results)


_INDEX = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Results</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; margin: 2em auto; max-width: 70em;
        padding: 0 1em; }}
table {{ border-collapse: collapse; }}
th, td {{ padding: .25em .9em; text-align: right; border-bottom: 1px solid rgba(128,128,128,.35); }}
th:first-child, td:first-child {{ text-align: left; }}
</style>
</head>
<body>
<h1>Results</h1>
<table><thead><tr><th scope="col">submission</th>{head}<th scope="col">points</th></tr></thead>
<tbody>{rows}</tbody></table>
{problems}
{notes}
</body>
</html>
"""


def _index(
    reports: Mapping[str, Report],
    problems: Mapping[str, str],
    pages: Mapping[str, str],
    gone: Mapping[str, str],
) -> str:
    questions: dict[str, str] = {}
    for report in reports.values():
        questions.update(report.questions)
    rows = []
    for name, report in reports.items():
        scores = "".join(f"<td>{earned(report.of(question=q))}</td>" for q in questions)
        total = f"<b>{escaped(score(report))}</b>"
        link = f'<a href="{escaped(pages[name])}">{escaped(name)}</a>'
        rows.append(f"<tr><td>{link}</td>{scores}<td>{total}</td></tr>")
    head = "".join(
        f'<th scope="col"><abbr title="{escaped(title)}">{escaped(q)}</abbr></th>'
        for q, title in questions.items()
    )
    items = "".join(f"<li>{escaped(name)}: {escaped(text)}</li>" for name, text in problems.items())
    notes = "".join(
        f'<li><a href="{escaped(pages[name])}">{escaped(name)}</a>: {escaped(note)}</li>'
        for name, report in reports.items()
        for note in (*filter(None, [gone.get(name)]), *report.notes, *report.private)
    )
    return _INDEX.format(
        head=head,
        rows="".join(rows),
        problems=f"<h2>Not graded</h2><ul>{items}</ul>" if items else "",
        notes=f"<h2>Notes</h2><ul>{notes}</ul>" if notes else "",
    )
