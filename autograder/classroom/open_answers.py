"""The answers of a class to one question in words, one below the other, to be graded in one go.

A page shows them without names, in an order that says nothing about whose they are; a table beside
it takes the points. An answer's number is a hash, so no list of names has to be kept for it, and
one that was handed in anew has another.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.deciding import Results, Wish
from autograder.classroom.decisions import Row
from autograder.classroom.spreadsheet import Sheet, number, read_sheet, to_text
from autograder.errors import UsageError
from autograder.feedback import escaped, points
from autograder.report import Decision, OpenAnswer, total
from autograder.rubric import Item

#: Reasons that a student reads where a person gives none.
READ, EMPTY = "Read by a person.", "Nothing is written here."

_FIRST, _LAST = ("answer", "question"), ("points", "reason")
_GIVEN = ("x", "yes", "y", "ja", "1", "true", "✓", "✔", "☑")
_NOT_GIVEN = ("", "no", "n", "nein", "0", "false", "-", "–")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a class.

    Parameters
    ----------
    number : str
        What it is called where no name may stand.
    name : str
        The submission.
    cell : str
        What a decision about it names.
    answer : OpenAnswer
    decision : Decision or None
        What was decided about it.
    """

    number: str
    name: str
    cell: str
    answer: OpenAnswer
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a class to one question.

    Parameters
    ----------
    title : str
        The question.
    cell : str
    points : float
    items : tuple of Item
        Its rubric.
    answers : tuple of Answer
        In the order of their numbers, empty ones last.
    """

    title: str
    cell: str
    points: float
    items: tuple[Item, ...]
    answers: tuple[Answer, ...]


def answers_of(results: Results, word: str) -> Answers:
    """Collect what a class wrote for one question, of each student what counts.

    Parameters
    ----------
    results : Results
    word : str
        The question, or the cell.

    Raises
    ------
    UsageError
        If it is none that a person grades, or there are several.
    """
    every = _every(results)
    mine = [(name, one) for name, one in every if word in (one.cell, one.question)]
    cells = list(dict.fromkeys(one.cell for _, one in mine))
    if not mine:
        there = ", ".join(dict.fromkeys(f"{one.question} ({one.cell})" for _, one in every))
        raise UsageError(
            f"{word}: no person grades that. "
            + (f"What a person grades is {there}." if there else "No question here is in words.")
        )
    if len(cells) > 1:
        raise UsageError(f"{word} has the cells {', '.join(cells)}. Say which.")
    reports = {g.name: g.report for g in results.grades if g.report is not None}
    found = []
    for name, one in mine:
        made = reports[name].decisions
        decision = next((d for d in made if d.cell in (one.cell, one.question)), None)
        decision = decision if decision is None or decision.instead_of is None else None
        found.append(Answer(_number(results, name, one), name, _cell(every, one), one, decision))
    found.sort(key=lambda one: (not one.answer.text, one.number))
    first = mine[0][1]
    title = reports[mine[0][0]].questions.get(first.question, first.question)
    return Answers(title, first.cell, first.points, first.items, tuple(found))


def questions_of(results: Results) -> dict[str, tuple[int, int]]:
    """Give the cells that a person grades: how many answers there are, and how many have points."""
    found: dict[str, tuple[int, int]] = {}
    done = {
        (grade.name, decision.cell)
        for grade in results.grades
        for decision in (grade.report.decisions if grade.report else ())
    }
    for name, one in _every(results):
        all_, graded = found.get(one.cell, (0, 0))
        has = (name, one.cell) in done or (name, one.question) in done
        found[one.cell] = (all_ + 1, graded + has)
    return found


def _every(results: Results) -> list[tuple[str, OpenAnswer]]:
    return [
        (grade.name, one)
        for grade in results.grades
        if grade.report is not None
        for one in grade.report.open_answers
    ]


def _cell(every: Iterable[tuple[str, OpenAnswer]], one: OpenAnswer) -> str:
    """Give what decisions call a cell: its question, if that has no other in words."""
    cells = {other.cell for _, other in every if other.question == one.question}
    return one.question if len(cells) == 1 else one.cell


def _number(results: Results, name: str, one: OpenAnswer) -> str:
    report = results.found[name].report
    text = f"{name}\0{report.sha256 if report else ''}\0{one.cell}"
    letters = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def sheet(found: Answers, before: Sheet | None = None, separator: str = ",") -> str:
    """Write the table that takes the points: what is decided, or filled in already, stays.

    Parameters
    ----------
    found : Answers
    before : Sheet, optional
        The same table, as somebody filled it in.
    separator : str
        What stands between two columns.
    """
    head = [*_FIRST, *(item.id for item in found.items), *_LAST]
    filled = {line.texts["answer"]: line.texts for line in before.lines} if before else {}
    more = [name for name in (before.columns if before else ()) if name not in head]
    lines = []
    for one in found.answers:
        own = {"answer": one.number, "question": found.cell}
        decision = one.decision
        if decision is not None:
            own |= dict.fromkeys(decision.items, "x")
            own |= {"points": _own_points(decision, found.items), "reason": decision.reason}
        elif not one.answer.text:
            own |= {"points": "0", "reason": EMPTY}
        kept = {name: text for name, text in filled.get(one.number, {}).items() if text}
        if any(kept.get(name) for name in head[len(_FIRST) :]):
            own = {**{name: own[name] for name in _FIRST}, **kept}
        lines.append([own.get(name, kept.get(name, "")) for name in (*head, *more)])
    separator = before.separator if before else separator
    if separator == ";":  # where numbers have a comma
        place = head.index("points")
        lines = [[*one[:place], one[place].replace(".", ","), *one[place + 1 :]] for one in lines]
    text = to_text([*head, *more], lines, separator)
    return "\ufeff" + text  # a spreadsheet knows by it that this is UTF-8


def _own_points(decision: Decision, items: tuple[Item, ...]) -> str:
    """Write the points of a decision, where the items do not say them."""
    given = [item for item in items if item.id in decision.items]
    by_items = total(item.points for item in given) if given else None
    return "" if decision.points == by_items else points(decision.points)


def left_out(found: Answers, before: Sheet | None) -> list[str]:
    """Give the lines of an earlier table that have points and are of no answer any more."""
    numbers = {one.number for one in found.answers}
    return [
        " ".join(filter(None, line.texts.values()))
        for line in (before.lines if before else ())
        if line.texts["answer"] not in numbers
        and any(text for name, text in line.texts.items() if name not in _FIRST)
    ]


def read_sheet_before(path: Path) -> Sheet | None:
    """Read the table that stands where one is to be written; None if nothing is there.

    Raises
    ------
    UsageError
        If something else is there.
    """
    try:
        return read_sheet(path, (*_FIRST, *_LAST), ",".join((*_FIRST, "...", *_LAST)))
    except FileNotFoundError:
        return None
    except UsageError as error:
        raise UsageError(
            f"{error} It is there already, and is not written over: choose another -o."
        ) from error


def read_answers(results: Results, path: Path, by: str) -> tuple[list[Row], int, list[str]]:
    """Read a filled-in table.

    Returns
    -------
    rows : list of Row
    left : int
        Answers that have no points yet.
    problems : list of str
        A line for each that says nothing clear.
    """
    try:
        table = read_sheet(path, (*_FIRST, *_LAST), ",".join((*_FIRST, "...", *_LAST)))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file. Write one: autograder open.") from error
    known: dict[str, Answers] = {}
    rows: list[Row] = []
    left, problems, seen = 0, [], set[str]()
    for line in table.lines:
        try:
            word = line.texts["question"]
            found = known.get(word) or known.setdefault(word, answers_of(results, word))
            row = _read(line.texts, found, results, by)
            if line.texts["answer"] in seen:
                raise UsageError(f"{line.texts['answer']} stands there twice. Remove one line.")
            seen.add(line.texts["answer"])
        except UsageError as error:
            problems.append(f"{line.place}: {error}")
            continue
        if row is None:
            left += 1
        elif not _is_known(row, found):
            rows.append(row)
    return rows, left, problems


def _read(texts: dict[str, str], found: Answers, results: Results, by: str) -> Row | None:
    one = next((a for a in found.answers if a.number == texts["answer"]), None)
    if one is None:
        raise UsageError(
            f"there is no answer {texts['answer']}: it was handed in or graded anew, or is of "
            "other results. Write the table anew: autograder open."
        )
    given = tuple(item.id for item in found.items if _ticked(texts, item.id))
    try:
        own = number(texts["points"]) if texts["points"] else None
    except ValueError:
        raise UsageError("points must be a number that is not below 0, such as 2.5.") from None
    if own is None and not given:
        if texts["reason"]:
            raise UsageError("it has a reason and no points. Write 0, if that is meant.")
        return None
    reason = texts["reason"] or ("" if given else READ)
    return results.row(one.name, one.cell, Wish(reason, own, given, by))


def _ticked(texts: dict[str, str], item: str) -> bool:
    text = texts.get(item, "").casefold()
    if text not in _GIVEN + _NOT_GIVEN:
        raise UsageError(f"{item} is {text!r}. Write x where it is given, and nothing elsewhere.")
    return text in _GIVEN


def _is_known(row: Row, found: Answers) -> bool:
    """Say whether the same was decided before."""
    old = next(one.decision for one in found.answers if one.name == row.name)
    if old is None:
        return False
    now = row.points, row.reason, tuple(row.items.split())
    return (old.points, old.reason, old.items) == now


def page(found: Answers, table: str) -> str:
    """Write the page: the rubric, and the answers without names.

    Parameters
    ----------
    found : Answers
    table : str
        The name of the table that takes the points.
    """
    written = [one for one in found.answers if one.answer.text]
    empty = [one for one in found.answers if not one.answer.text]
    graded = sum(one.decision is not None for one in found.answers)
    items = "".join(map(_item, found.items))
    unit = "point" if found.points == 1 else "points"
    return _PAGE.format(
        title=escaped(found.title),
        cell=escaped(found.cell),
        points=f"{points(found.points)} {unit}",
        table=escaped(table),
        count=f"{len(found.answers)} answers, {graded} of them with points",
        rubric=f"<h2>Rubric</h2><ul>{items}</ul>" if items else "",
        answers="".join(_article(one, number) for number, one in enumerate(written, 1)),
        empty=f"<h2>Nothing is written</h2><p>{', '.join(o.number for o in empty)}</p>"
        if empty
        else "",
    )


def _item(item: Item) -> str:
    one_of = f" <small>(one of: {escaped(item.one_of)})</small>" if item.one_of else ""
    return (
        f"<li><code>{escaped(item.id)}</code> <b>{points(item.points)}</b>{one_of}<br>"
        f"{escaped(item.text)}</li>"
    )


def _article(one: Answer, number_: int) -> str:
    state = ""
    if one.decision is not None:
        items = ", ".join(one.decision.items)
        said = " ".join(filter(None, (f"[{items}]" if items else "", one.decision.reason)))
        worth = f"{points(one.decision.points)} of {points(one.decision.possible)} points"
        state = f'<p class="done">{worth} {escaped(said)}</p>'
    words = len(one.answer.text.split())
    lines = "\n".join(escaped_line(line) for line in one.answer.text.split("\n"))
    return (
        f'<article id="{one.number}" aria-labelledby="h-{one.number}"><h2 id="h-{one.number}">'
        f"{one.number} <small>{number_}, {words} words</small></h2>"
        f'<div class="text">{lines}</div>{state}</article>'
    )


def escaped_line(text: str) -> str:
    """Escape a line of an answer; an answer is shown whole, so lines are cut one by one."""
    parts = [text[at : at + 1000] for at in range(0, len(text), 1000)]
    return "".join(escaped(part) for part in parts)


#: What a page of ours says of itself: no other file is written over.
MARK = '<meta name="generator" content="autograder open">'

_PAGE = (
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
    + MARK
    + """
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; margin: 2em auto; max-width: 78em;
        padding: 0 1em; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5em; line-height: 1.25; }}
h2 {{ font-size: 1.05em; margin: 0 0 .3em; }}
h2 small, li small {{ font-weight: 400; opacity: .8; }}
code {{ font: .95em ui-monospace, monospace; }}
article {{ border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: .7em 1em;
           margin: 0 0 1em; }}
.text {{ white-space: pre-wrap; max-width: 46em; }}
.done {{ margin: .6em 0 0; padding: .3em .7em; border-radius: 5px;
         border: 1px solid rgba(0,158,115,.8); background: rgba(0,158,115,.1); }}
aside ul {{ padding-left: 1.1em; }}
aside li {{ margin: .4em 0; }}
@media (min-width: 56em) {{
  .side {{ display: grid; grid-template-columns: 20em 1fr; gap: 2em; align-items: start; }}
  aside {{ position: sticky; top: 1em; max-height: calc(100vh - 2em); overflow-y: auto; }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<p><code>{cell}</code>, {points}. {count}. Write points into <code>{table}</code>, and read it back:
<code>autograder decide RESULTS --from {table}</code></p>
<div class="side">
<aside aria-label="Rubric" tabindex="0">{rubric}</aside>
<main>{answers}{empty}</main>
</div>
</body>
</html>
"""
)
