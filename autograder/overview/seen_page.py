"""A submission as its student saw it, with what was found beside each graded cell.

What the student reads and what only a teacher may read stand apart, so that nobody shows the wrong
part to the wrong person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.feedback import about, changed, clean, escaped, score, to_html, word
from autograder.notebook import Notebook, cell_text, parse_notebook, read_bytes
from autograder.overview.dress import code, plain, whole_page
from autograder.overview.notebook_html import Shown
from autograder.pack import Assignment
from autograder.recognize import Piece, recognize
from autograder.report import FULL_POINTS, CheckResult, Report

_STYLE = """
body { max-width: 90em; }
.cell { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: .3em 1.4em;
        border-top: 1px solid var(--line); padding: .6em 0; scroll-margin-top: 1em; }
.cell.text { grid-template-columns: minmax(0, 1fr); border-top: none; max-width: 60em; }
.cell > div { min-width: 0; }
.head { font-size: .85em; opacity: .8; margin: 0; }
pre.code { white-space: pre-wrap; max-height: 60em; padding-left: 3.6em; }
pre.code .no { display: inline-block; width: 2.4em; margin-left: -3em; margin-right: .6em;
               text-align: right; opacity: .75; user-select: none; }
pre.stderr { border-left: 4px solid var(--none); }
pre.text { background: none; border: 1px solid var(--line); }
iframe { width: 100%; border: 1px solid var(--line); border-radius: 6px; resize: vertical;
         background: Canvas; }
img { max-width: 100%; background: #fff; }
.teacher { border: 2px dashed #CC79A7; border-radius: 6px; padding: .4em .8em; margin: .5em 0; }
.teacher pre { white-space: pre-wrap; }
.markdown { overflow-x: auto; }
@media (max-width: 900px) { .cell { grid-template-columns: minmax(0, 1fr); } }
"""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A notebook that was handed in, with everything that stands in it.

    Parameters
    ----------
    notebook : Notebook
        What is graded of it.
    cells : sequence of dict
        As they stand in the file.
    """

    notebook: Notebook
    cells: Sequence[Any]


def read_submitted(path: Path, sha256: str = "") -> Submitted:
    """Read a notebook with its outputs.

    Parameters
    ----------
    path : Path
    sha256 : str, optional
        What its bytes must be.

    Raises
    ------
    SubmissionError
        If it cannot be read, or is another file now.
    """
    data = read_bytes(path)
    notebook = parse_notebook(data, path)
    if sha256 and notebook.sha256 != sha256:
        raise SubmissionError(
            path, "it was handed in anew since it was graded", "Grade again: autograder grade."
        )
    return Submitted(notebook, json.loads(data.decode("utf-8-sig"))["cells"])


def seen_page(
    name: str,
    submitted: Submitted | None,
    assignment: Assignment,
    report: Report | None,
    problem: str = "",
) -> str:
    """Write the page of one submission, for its teacher.

    Parameters
    ----------
    name : str
        What tables call it.
    submitted : Submitted or None
        None if it cannot be shown.
    assignment : Assignment
    report : Report or None
        None if it was not graded.
    problem : str
        Why something of it is missing.
    """
    beside = _Beside(report)
    shown = Shown()
    body = [_top(report, problem)]
    if submitted is not None:
        pieces = recognize(submitted.notebook, assignment)
        places = _places(submitted.notebook, pieces, assignment)
        roles = _called(pieces)
        for number, cell in enumerate(submitted.cells, start=1):
            if isinstance(cell, dict):
                found = "".join(beside.of(one) for one in places.get(number, ()))
                body.append(_cell(number, cell, roles.get(number, ""), found, shown))
    left = beside.left()
    if left:
        body.append(f"<h2>Graded cells that are not in this notebook</h2>{left}")
    return whole_page(f"{name}, as handed in", "".join(body), _STYLE)


def _top(report: Report | None, problem: str) -> str:
    parts = []
    if problem:
        parts.append(f'<div class="note">{escaped(problem)}</div>')
    parts.append(
        "<p>For teachers: the notebook as it was handed in, with its saved outputs. Nothing in it "
        "runs. Formulas stand as they were typed. "
    )
    if report is None:
        return f"{''.join(parts)}</p>"
    parts.append(
        "Beside a graded cell stands what the student reads; in a dashed frame, what only you may "
        f"read.</p><p><strong>{escaped(score(report))} points</strong>, {plain(report.submission)}"
        f"</p>"
    )
    for one in report.adjustments:
        parts.append(f"<p>{escaped(changed(one))}</p>")
    if report.notes:
        items = "".join(f"<li>{escaped(note)}</li>" for note in report.notes)
        parts.append(f"<h2>Notes</h2><ul>{items}</ul>")
    if report.private:
        items = "".join(f"<li>{escaped(note)}</li>" for note in report.private)
        parts.append(f'<div class="teacher"><p class="head">only for you</p><ul>{items}</ul></div>')
    return "".join(parts)


class _Beside:
    """What was found in each graded cell; gives each once."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        cells = [check.cell for check in report.checks] if report else []
        extra = [one.cell for one in report.decisions] if report else []
        self._left = dict.fromkeys([*cells, *extra])

    def of(self, cell: str) -> str:
        """Give what was found in a graded cell."""
        if self._report is None or cell not in self._left:
            return ""
        del self._left[cell]
        part = self._report.of(cell=cell)
        return f"{to_html(part)}{_for_teachers(part.checks, self._report.hidden_inputs)}"

    def left(self) -> str:
        """Give all that was not given yet."""
        return "".join(self.of(cell) for cell in list(self._left))


def _for_teachers(checks: Sequence[CheckResult], hidden_inputs: bool) -> str:
    """Give what students do not read: cases of hidden checks, and what was withheld."""
    told = []
    for check in checks:
        diagnosis = check.diagnosis or {}
        own = [str(diagnosis[key]) for key in ("unfinished", "broke") if diagnosis.get(key)]
        failed = check.verdict not in FULL_POINTS
        if failed and (check.withheld or (check.hidden and not hidden_inputs)):
            own.insert(0, about(check))
        if own:
            title = f"{check.id}: {word(check)}"
            text = "\n".join(clean(one, 4000) for one in own)
            told.append(f"<h4>{plain(title)}</h4><pre>{code(text)}</pre>")
    if not told:
        return ""
    return f'<div class="teacher"><p class="head">only for you</p>{"".join(told)}</div>'


def _places(
    notebook: Notebook, pieces: Sequence[Piece], assignment: Assignment
) -> Mapping[int, list[str]]:
    """Give, by the number of a cell, the graded cells whose findings stand beside it."""
    at: dict[str, int] = {}
    for piece in pieces:
        if piece.template is not None:
            at[piece.template.id] = piece.cell.number
    for cell in notebook.in_order():  # a person grades what stands in a cell of text
        if cell.id in assignment.open:
            at.setdefault(cell.id, cell.number)
    found: dict[int, list[str]] = {}
    for name in (*assignment.points, *assignment.open, *assignment.open_of):
        cells = [name, assignment.answer_of(name), *assignment.open_of.get(name, ())]
        number = next((at[one] for one in cells if one in at), 0)
        if number:
            found.setdefault(number, []).append(name)
    return found


def _called(pieces: Sequence[Piece]) -> Mapping[int, str]:
    """Give what each cell is of the assignment, by its number."""
    found: dict[int, list[str]] = {}
    for piece in pieces:
        said = "own code" if piece.template is None else piece.template.id or piece.template.role
        found.setdefault(piece.cell.number, []).append(said)
    return {number: ", ".join(dict.fromkeys(said)) for number, said in found.items()}


def _cell(number: int, cell: dict[str, Any], called: str, beside: str, shown: Shown) -> str:
    source = cell_text(cell)
    kind = cell.get("cell_type")
    if kind == "markdown" and not called:
        text = shown.markdown(source, cell.get("attachments"))
        found = f"<div>{beside}</div>" if beside else ""
        wide = "" if beside else " text"
        return f'<section class="cell{wide}" id="cell-{number}">{text}{found}</section>'
    count = cell.get("execution_count")
    run = f", run as [{count}]" if isinstance(count, int) else ", not run" if kind == "code" else ""
    head = f'<p class="head">cell {number}{f": {plain(called)}" if called else ""}{run}</p>'
    body = code_with_numbers(source, f"Cell {number}")
    if _is_hidden(cell):
        body = f"<details><summary>collapsed in the notebook</summary>{body}</details>"
    outputs = shown.outputs(cell.get("outputs"), number) if kind == "code" else ""
    return (
        f'<section class="cell" id="cell-{number}" aria-label="Cell {number}"><div>{head}{body}'
        f"{outputs}</div><div>{beside}</div></section>"
    )


def _is_hidden(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    jupyter = metadata.get("jupyter") if isinstance(metadata, dict) else None
    return isinstance(jupyter, dict) and jupyter.get("source_hidden") is True


#: Longest code of one cell that is shown.
_LONGEST = 60_000


def code_with_numbers(source: str, called: str) -> str:
    """Write a cell's code with the numbers of its lines."""
    cut = source[:_LONGEST]
    lines = [
        f'<span class="no">{number}</span>{code(line)}'
        for number, line in enumerate(cut.replace("\r", "").split("\n"), start=1)
    ]
    more = f"<p>{len(source) - len(cut)} more characters are left out.</p>" if cut != source else ""
    return (
        f'<pre class="code" role="group" aria-label="{plain(called)}" tabindex="0">'
        + "\n".join(lines)
        + f"</pre>{more}"
    )
