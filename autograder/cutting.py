"""The notebook of an edition: questions that are left out are gone, or given, worked out.

A question's section goes from the heading that begins with its name to the next such heading. What
belongs to no question stays, and so does a given cell of a section that is left out, as long as
something that stays uses what it defines.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from autograder.bank_answers import Answer
from autograder.source import TemplateCell, without_marks

#: What is run when a notebook is run.
_RUNS = ("given", "answer", "demo")


def needs_of(
    questions: Sequence[str], leans: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Give the questions whose answers each question is built upon, also by way of others."""
    found = {}
    for question in questions:
        below: set[str] = set()
        waiting = [question]
        while waiting:
            fresh = set(leans.get(waiting.pop(), ())) - below
            below |= fresh
            waiting += fresh
        found[question] = tuple(name for name in questions if name in below - {question})
    return found


def cut_cells(
    cells: Sequence[TemplateCell],
    titles: Mapping[str, str],
    kept: Collection[str],
    given: Collection[str],
    worth: Mapping[str, float],
) -> tuple[TemplateCell, ...]:
    """Cut the cells of an assignment.

    Parameters
    ----------
    cells : sequence of TemplateCell
        All of the pack.
    titles : mapping
        Question to title, of which what is before the colon is what texts call it.
    kept, given : collection of str
        Questions that are asked, and questions or answer cells that are given.
    worth : mapping
        Graded cell that is kept to its points.
    """
    stays = {*kept, *given}
    sections = _sections(cells, titles)
    chosen: list[TemplateCell | None] = []
    for cell, of in zip(cells, sections, strict=True):
        made = _made(cell, titles, kept, given, worth)
        if not cell.questions - {""} and of and not of & stays:
            made = None
        chosen.append(made)
    _bring_back(cells, chosen)
    _drop_what_cannot_run(cells, chosen)
    return tuple(_told(cell, titles, given) for cell in chosen if cell is not None)


def _made(
    cell: TemplateCell,
    titles: Mapping[str, str],
    kept: Collection[str],
    given: Collection[str],
    worth: Mapping[str, float],
) -> TemplateCell | None:
    """Give a cell as it is in the edition; None if its questions are left out."""
    asked = [name for name in (cell.question, *cell.parts.values()) if name in kept]
    if cell.role == "points":
        return _worth(cell, worth[cell.id]) if asked else None
    if cell.role == "answer" and asked:
        return _partly(cell, asked[0], kept, given)
    if cell.role == "answer":
        return _worked(cell, titles) if {cell.id, *cell.questions} & set(given) else None
    shown = cell.role in ("given", "demo", "text") and cell.question in given
    if not cell.question or cell.question in kept:
        return cell
    return replace(cell, question="") if shown else None


def _worth(cell: TemplateCell, points: float) -> TemplateCell:
    if points == cell.points:
        return cell
    said = int(points) if points == int(points) else points
    nbgrader = {**cell.metadata["nbgrader"], "points": said}
    return replace(cell, points=points, metadata={**cell.metadata, "nbgrader": nbgrader})


def _worked(cell: TemplateCell, titles: Mapping[str, str]) -> TemplateCell:
    """Give an answer as a given cell."""
    called = titles[cell.question].partition(":")[0]
    note = f"# {called}, worked out: something else here is built upon it."
    nbgrader = {**cell.metadata.get("nbgrader", {}), "locked": True, "solution": False}
    metadata = {**cell.metadata, "nbgrader": nbgrader, "adlearn": {"role": "given"}}
    text = without_marks(cell.source)
    source = f"{note}\n{text}" if cell.kind == "code" else text
    return replace(cell, source=source, role="given", question="", metadata=metadata, parts={})


def _partly(
    cell: TemplateCell, question: str, kept: Collection[str], given: Collection[str]
) -> TemplateCell:
    """Give a cell with several answers of which some are given: those stand in it, worked out.

    One that is neither asked nor given keeps its stub, and nobody asks for it.
    """
    if cell.questions <= set(kept):
        return cell
    parts = {name: of for name, of in cell.parts.items() if of in kept and of != question}
    rows = {
        row
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef) and cell.parts.get(node.name, cell.question) in given
        for row in range(node.lineno - 1, node.end_lineno or node.lineno)
    }
    kept_lines, inside = [], False
    for row, line in enumerate(cell.source.split("\n")):
        marks = without_marks(line) != line  # the second of two is below the last statement
        if not (marks and (row in rows or inside)):
            kept_lines.append(line)
        inside = (row in rows) if marks and not inside else inside and not marks
    source = "\n".join(kept_lines)
    ours = {**cell.metadata.get("adlearn", {}), "question": question, "parts": parts}
    if not parts:
        del ours["parts"]
    metadata = {**cell.metadata, "adlearn": ours}
    return replace(cell, source=source, question=question, parts=parts, metadata=metadata)


def _heading(cell: TemplateCell, titles: Mapping[str, str]) -> tuple[int, set[str]]:
    """Give the level of a text's first heading (0 if there is none), and what it is about."""
    found = re.search(r"^(#+) +(.*)$", cell.source, re.MULTILINE)
    if found is None or cell.kind != "markdown":
        return 0, set()
    called = {name: title.partition(":")[0].strip() for name, title in titles.items()}
    before = found[2].partition(":")[0]
    words = {name: re.compile(rf"\b{re.escape(label)}\b") for name, label in called.items()}
    return len(found[1]), {name for name, word in words.items() if word.search(before)}


def _sections(cells: Sequence[TemplateCell], titles: Mapping[str, str]) -> list[set[str]]:
    """Give the questions in whose sections each cell stands; none for what is before all.

    A text under a heading above those of questions stands in the section that follows it.
    """
    heads = [_heading(cell, titles) for cell in cells]
    deepest = max((level for level, about in heads if about), default=0)
    following: list[set[str]] = []
    after: set[str] = set()
    for cell, (_, about) in zip(reversed(cells), reversed(heads), strict=True):
        after = about or (set(cell.questions) - {""}) or after
        following.append(after)
    following.reverse()
    found: list[set[str]] = []
    now: set[str] = set()
    begun = False
    for i, cell in enumerate(cells):
        level, about = heads[i]
        own = set(cell.questions) - {""}
        above = 0 < level < deepest and not about
        if about or own:
            begun, now = True, about or (now if own <= now else own)
        if not begun:
            found.append(set())
        elif above:
            now = set(following[i])
            found.append(now)
        else:
            found.append(now | (following[i] if not deepest else set()))
    return found


def _names(text: str) -> tuple[set[str], set[str]]:
    """Give the names that a cell defines and those that it uses; of what is no code, none."""
    try:
        tree = ast.parse(re.sub(r"^[%!].*", "", text, flags=re.MULTILINE))
    except SyntaxError:
        return set(), set()
    defined: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else defined).add(node.id)
        elif isinstance(node, ast.alias):
            defined.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
    return defined, used


def _bring_back(cells: Sequence[TemplateCell], chosen: list[TemplateCell | None]) -> None:
    """Put back the given cells that something else uses."""
    while True:
        used: set[str] = set()
        for cell in chosen:
            if cell is not None and cell.role in ("given", "answer"):
                used |= _names(cell.source)[1]
        back = [
            i
            for i, cell in enumerate(cells)
            if chosen[i] is None and cell.role == "given" and _top(cell.source) & used
        ]
        if not back:
            return
        for i in back:
            chosen[i] = replace(cells[i], question="")


def _top(text: str) -> set[str]:
    """Give the names that a cell defines at its top, imports aside."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return set()
    found = {one.name for one in body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
    for one in body:
        if isinstance(one, ast.Assign):
            found |= {node.id for node in one.targets if isinstance(node, ast.Name)}
    return found


def _drop_what_cannot_run(cells: Sequence[TemplateCell], chosen: list[TemplateCell | None]) -> None:
    """Leave out what only shows something, where it shows what is not there any more."""
    while True:
        there: set[str] = set()
        for cell in chosen:
            if cell is not None and cell.kind == "code":
                there |= _names(cell.source)[0]
        gone: set[str] = set()
        for cell, one in zip(cells, chosen, strict=True):
            if one is None and cell.kind == "code":
                gone |= _top(cell.source)
        lost = gone - there
        drop = [
            i
            for i, cell in enumerate(chosen)
            if cell is not None and cell.role == "demo" and _names(cell.source)[1] & lost
        ]
        if not drop:
            return
        for i in drop:
            chosen[i] = None


def _told(cell: TemplateCell, titles: Mapping[str, str], given: Collection[str]) -> TemplateCell:
    """Say in the heading of a question that is given that nobody is asked."""
    level, about = _heading(cell, titles)
    if not level or not about or not about <= set(given):
        return cell
    lines = cell.source.split("\n")
    row = next(i for i, line in enumerate(lines) if line.startswith("#"))
    lines[row] = re.sub(r"\((?:\{\{[^}]*\}\}|[\d.]+) points?[^)]*\)", "(given)", lines[row])
    lines[row] += (
        "\n\n*This is not asked: its answers stand below, worked out, since what comes later is "
        "built upon them. Read them, run them, and go on.*"
    )
    return replace(cell, source="\n".join(lines))


def cut_answer(
    answer: Answer, asked: Collection[str], there: Collection[str], graded: Collection[str]
) -> Answer | None:
    """Give an answer of a bank as one to what is asked; None if it changes, or loses, other things.

    Parameters
    ----------
    answer : Answer
    asked, there, graded : collection of str
        The ids of the edition's answers, of all its cells, and of its graded cells.
    """
    inside = set(answer.cells) <= set(asked) and {one.beside for one in answer.own} <= set(there)
    if not inside:
        return None
    lose = answer.expect.get("lose")
    if not isinstance(lose, list):
        return answer
    left = [cell for cell in lose if cell in graded]
    # In which way it fails may hang on what is left out.
    expect = {name: said for name, said in answer.expect.items() if name != "kinds"}
    return replace(answer, expect={**expect, "lose": left}) if left else None
