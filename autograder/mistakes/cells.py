"""Recognizing by the cells: not run, run again, stopped, renamed, covered, changed."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Collection
from types import BuiltinFunctionType, FunctionType
from typing import Any

from autograder.errors import place_of
from autograder.language import say
from autograder.mistakes.asked import asked_cells
from autograder.mistakes.definitions import functions, parsed, written
from autograder.mistakes.outline import Outline, digest
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.mistakes.situation import MISSING, NOTHING_RAN, Recognizer, Situation, Words


def stopped(*errors: str, saying: str = "") -> Recognizer:
    """Recognize a cell that stopped with one of these exceptions; with any, if none is given."""

    def recognize(situation: Situation) -> Words | None:
        for outline, ran in situation.stopped_cells():
            answered = situation.kind in ("value", "partials", "gradient", "output", "unwritten")
            if answered and ran.error not in NOTHING_RAN:
                continue  # what it defines was there, and was asked
            if (not errors or ran.error in errors) and re.search(saying, ran.detail):
                return _words(outline, ran)
        return None

    return recognize


def _words(outline: Outline, ran: Ran) -> dict[str, str]:
    line = str(ran.line) if ran.line else "the last"
    return {"cell": outline.called, "line": line, "error": ran.error}


def cell_lacks_a_given_name(situation: Situation) -> Words | None:
    """A cell that stopped because a given cell had not been run before it."""
    for outline, ran in situation.stopped_cells():
        missing = MISSING.search(ran.detail) if ran.error == "NameError" else None
        given = situation.cells.defining(missing.group(1)) if missing else None
        if missing and given is not None and given.id != outline.id:
            name = missing.group(1)
            return {"name": name, "given": given.called_by(name), "cell": outline.called}
    return None


def raise_left(situation: Situation) -> Words | None:
    """The stub's `raise` that stands below code of the student's own."""
    error = situation.error
    if error is None or not error.unwritten or not error.line:
        return None
    tree = parsed(situation.source)
    for name, node in functions(tree.body) if tree else ():
        if node.lineno <= error.line <= node.end_lineno:
            outline = situation.cells.defining(name.partition(".")[0])
            released = outline.shape.written.get(name) if outline else None
            if released is not None and written(node) > released:
                line = {"line": str(error.line)}
                cell = {"cell": place_of(error.cell, None, error.defines)}
                return line | cell if _is_stub(node, error.line) else None
    return None


def unwritten_branch(situation: Situation) -> Words | None:
    """A `raise NotImplementedError` that stands for a branch, below code of the student's own."""
    error = situation.error
    if error is None or not error.unwritten or not error.line:
        return None
    tree = parsed(situation.source)
    for _, node in functions(tree.body) if tree else ():
        inside = node.lineno <= error.line <= (node.end_lineno or 0)
        if inside and len(node.body) > 1 and not _is_stub(node, error.line):
            cell = place_of(error.cell, None, error.defines)
            return {"line": str(error.line), "cell": cell}
    return None


def _is_stub(function: ast.AST, line: int) -> bool:
    """Say whether the `raise` in a line is the released one: nothing is missing without it.

    One that is all of its block cannot be taken out, and one with words of its own was written.
    """
    for node in ast.walk(function):
        blocks = [getattr(node, "body", None), getattr(node, "orelse", None)]
        for block in (block for block in blocks if isinstance(block, list)):
            for child in block:
                if isinstance(child, ast.Raise) and child.lineno == line:
                    raised = child.exc
                    return len(block) > 1 and not (isinstance(raised, ast.Call) and raised.args)
    return True


def earlier_question(situation: Situation) -> Words | None:
    """A check that fails because a cell of another question is not written or was not run."""
    error = situation.error
    if error is None:
        return None
    outline = situation.cells.defining(
        situation.missing or (error.defines if error.unwritten else "")
    )
    if outline is None or outline.role != "answer":
        return None
    if outline.asked_in(situation.result.question):
        return None
    if situation.missing and situation.cells.of(outline) is not None:
        return None
    name = situation.missing or error.defines
    return {"name": name, "question": outline.question.upper()}


def written_below(situation: Situation) -> Words | None:
    """A name that an answer further down gives, which has not been run in this kernel."""
    cells, result = situation.cells, situation.result
    outline = cells.defining(situation.missing)
    asked = asked_cells(cells, result.question, result.cell)
    if cells.namespace is None or outline is None or outline.role != "answer" or not asked:
        return None
    order = list(cells.outlines.values())
    below = order.index(outline) > max(map(order.index, asked))
    return {"name": situation.missing} if below and cells.of(outline) is None else None


def renamed(situation: Situation) -> Words | None:
    """A class or function under another name than was given."""
    name = situation.missing
    outline = situation.cells.defining(name)
    if outline is None or name in situation.cells.shape(outline).bound:
        return None
    mine = [n for n in situation.cells.shape(outline).definitions if n not in outline.shape.bound]
    mine += [n for n in situation.cells.strangers(name in outline.shape.bases) if n not in mine]
    close = [n for n in mine if plainly(n) == plainly(name)] or _permuted(name, mine)
    close = close or difflib.get_close_matches(name, mine, 1, 0.6)
    return {"name": name, "mine": close[0]} if close else None


def plainly(name: str) -> str:
    """Give a name without capitals and underscores."""
    return name.replace("_", "").casefold()


def _permuted(name: str, names: list[str]) -> list[str]:
    words = sorted(name.casefold().split("_"))
    return [n for n in names if sorted(n.casefold().split("_")) == words]


def given_not_run(situation: Situation) -> Words | None:
    """A given cell that was not run in this kernel, where an exception came of it."""
    cells = situation.cells
    if cells.namespace is None or not cells.ran or situation.error is None:
        return None
    named = cells.defining(situation.missing)
    if named is not None:
        gone = named.role == "given" and situation.missing not in cells.namespace
        return {"cell": named.called_by(situation.missing)} if gone else None
    if situation.missing or situation.error.unwritten or situation.error.kind in _OWN_DOING:
        return None
    for outline in cells.outlines.values():
        if outline.role == "answer" and outline.asked_in(situation.result.question):
            break
        if outline.role == "given" and cells.of(outline) is None and not _only_binds(outline):
            return {"cell": outline.called}
    return None


#: What comes of nothing that is missing.
_OWN_DOING = ("RecursionError", "AssertionError", "ZeroDivisionError", "FloatingPointError")


def _only_binds(outline: Outline) -> bool:
    """Say whether nothing but a NameError can come of it where it was not run.

    So it is of imports, functions and classes, and not of what a cell does to those of others.
    """
    return not outline.shape.statements


def answer_not_run(situation: Situation) -> Words | None:
    """A name that the student should define, and that is not there."""
    name = situation.missing
    outline = situation.cells.defining(name)
    known = outline is not None and outline.role == "answer"
    asked = "in the notebook" in (situation.error.detail if situation.error else "")
    graded = situation.cells.namespace is None and situation.cells.ran
    return {"name": name} if (known or asked) and not graded else None


def answer_missing(situation: Situation) -> Words | None:
    """The same, in a file that was handed in."""
    name = situation.missing
    outline = situation.cells.defining(name)
    if outline is None or outline.role != "answer" or situation.cells.namespace is not None:
        return None
    return None if name in situation.cells.shape(outline).bound else {"name": name}


def cell_not_run(situation: Situation) -> Words | None:
    """An answer cell of the question that was not run in this kernel."""
    cells = situation.cells
    if (
        cells.namespace is None
        or not cells.ran
        or situation.missing
        or situation.kind == "unwritten"
    ):
        return None
    order = list(cells.outlines.values())
    asked = asked_cells(cells, situation.result.question, situation.result.cell)
    last = max(map(order.index, asked), default=len(order))
    for outline in situation.own:
        if order.index(outline) > last:
            continue  # who works from the top has not come to it yet
        if cells.of(outline) is None and outline.role == "answer":
            gone = [n for n in outline.shape.definitions if n not in cells.namespace]
            if gone or outline.shape.statements:
                return {"cell": outline.called}
    return None


def given_rerun(situation: Situation) -> Words | None:
    """A given class made anew below cells that had given it something.

    What stands below the answer that is asked, and below the cell that ran last, does not count:
    who runs everything from the top has not come to it yet.
    """
    cells, result = situation.cells, situation.result
    order = list(cells.outlines.values())
    asked = asked_cells(cells, result.question, result.cell)
    last = max(range(len(order)), key=lambda n: cells.place(order[n]), default=0)
    order = order[: max([last, *map(order.index, asked)]) + 1]
    for position, outline in enumerate(order):
        base = cells.place(outline)
        for name in outline.shape.definitions if base >= 0 and outline.role == "given" else ():
            for later in order[position + 1 :]:
                if 0 <= cells.place(later) < base and _builds_on(later, name):
                    return {"cell": outline.called_by(name), "name": name}
    return None


def _builds_on(outline: Outline, name: str) -> bool:
    shape = outline.shape
    return any(name in bases for bases in shape.bases.values()) or any(
        statement.startswith(f"{name}.") for statement in shape.statements
    )


def covered(situation: Situation) -> Words | None:
    """A name of Python's or of a given cell that now stands for something else."""
    names = situation.cells.namespace
    if names is None or situation.kind == "unwritten":
        return None
    text = f"{situation.error.source} {situation.error.detail}" if situation.error else ""
    for name in sorted(names.keys() & _FUNCTIONS_OF_PYTHON):
        value = names[name]
        if not callable(value) and re.search(rf"\b{name}\b", situation.source or text):
            return {
                "name": name,
                "now": _short(name, value),
                "restore": say("run `del {name}`", name=name),
            }
    for outline in situation.cells.outlines.values():
        shape = outline.shape
        kept = shape.bound - shape.assigned  # what is assigned may be a number
        for name in sorted(kept & names.keys()) if outline.role == "given" else ():
            value = names[name]
            defined = name in shape.definitions
            wrong = isinstance(value, (int, float, str, list, tuple, dict, set)) or (
                defined and not isinstance(value, (FunctionType, type))
            )
            if wrong:
                now = _short(name, value)
                restore = say("run {cell} again", cell=outline.called_by(name))
                return {"name": name, "now": now, "restore": restore}
    return None


_FUNCTIONS_OF_PYTHON = frozenset(
    name
    for name in dir(builtins)
    if name.islower() and not name.startswith("_") and callable(getattr(builtins, name))
) - {"exit", "quit", "copyright", "credits", "license", "open"}


def _short(name: str, value: Any) -> str:
    if isinstance(value, BuiltinFunctionType):
        return f"`from {value.__module__} import ...`"
    if isinstance(value, (int, float, str, list, tuple, dict, set)) and len(repr(value)) <= 40:
        return f"`{name} = {value!r}`"
    return say("it is of type {kind}", kind=type(value).__name__)


def given_made_anew(situation: Situation) -> Words | None:
    """A given class or function that a later cell defines otherwise."""
    cells = situation.cells
    if situation.kind == "unwritten":
        return None
    for outline in _before_the_answer(situation):
        released = any(digest(one.source) == outline.digest for one in cells.ran)
        names = [n for n in outline.shape.definitions if n in cells.shape(outline).bound]
        if released and names:
            return {"name": names[0]}
    return None


def given_changed(situation: Situation) -> Words | None:
    """A given cell that ran with another text than was released."""
    if situation.cells.namespace is None:
        return None  # in grading the given cells are the assignment's own
    changed = _before_the_answer(situation)
    if not changed or situation.kind in ("partials", "unwritten"):
        return None
    return {"cell": changed[0].called}


def _before_the_answer(situation: Situation) -> list[Outline]:
    """Give the changed given cells on which the question may hang: none of those below it."""
    cells, result = situation.cells, situation.result
    order = list(cells.outlines.values())
    asked = [] if result.whole else asked_cells(cells, result.question, result.cell)
    last = max(map(order.index, asked), default=len(order))
    return [one for one in cells.changed() if order.index(one) <= last]


def handing_over(situation: Situation) -> Words | None:
    """The line that hands a function to a class, deleted or changed."""
    text = f"{situation.message} {situation.error.detail if situation.error else ''}"
    for outline in situation.answers:
        ran, shape = situation.cells.of(outline), situation.cells.shape(outline)
        if ran is None or ran.error in NOTHING_RAN or situation.kind == "unwritten":
            continue
        for statement in outline.shape.statements:
            _, _, handed = statement.partition(" = ")[0].rpartition(".")
            named = re.search(rf"\b{re.escape(handed)}\b", text)
            asked = outline.asked_in(situation.result.question) or named
            if statement not in shape.statements and asked:
                return {"statement": statement}
    return None


def stale(cells: Cells, questions: Collection[str]) -> list[str]:
    """Say which answers stopped when they ran last, so that an earlier run was checked."""
    found = []
    for outline in cells.outlines.values():
        asked = outline.role == "answer" and any(map(outline.asked_in, questions))
        ran = cells.of(outline) if asked else None
        names = outline.shape.definitions
        there = all(n in (cells.namespace or ()) for n in names)
        if ran is None or not ran.error or not there:
            continue
        line = " (" + say("line {line}", line=ran.line) + ")" if ran.line else ""
        words = {"cell": outline.called, "error": ran.error, "line": line}
        if ran.error in NOTHING_RAN:
            found.append(
                say(
                    "When {cell} ran last, it stopped with a {error}{line}. What was checked is "
                    "what you had there before: mend the cell, run it, and check again.",
                    **words,
                )
            )
        elif ran.error != "NotImplementedError":
            found.append(
                say(
                    "When {cell} ran last, it stopped with a {error}{line}. What stands below that "
                    "in it was not run: mend the cell, run it, and check again.",
                    **words,
                )
            )
    return found
