"""What `answer("q1-mul")` does in a notebook: the reference answer, for somebody who has tried."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from adlearn.installed import assignments
from autograder.errors import AssignmentError
from autograder.feedback import escaped, to_card
from autograder.mistakes.history import kernel_shell, ran
from autograder.mistakes.outline import Outline, digest
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.pack import installed_assignments, load_assignment
from autograder.practice import check

NOT_HERE = (
    "The answers are not installed. They come with the package that holds the assignments, so that "
    "students of a course, who have adlearn as well, do not have them with it. Run this in a "
    "terminal, in the environment of this notebook, and then this cell again:  {command}"
)
#: What a function ends with that nobody has written.
UNWRITTEN = "raise NotImplementedError()"
AFTERWARDS = (
    "Read it, close it, and write your own without looking. It does not have to look like this "
    "one: the checks decide."
)


class Shown:
    """An answer, or what stands in its way: a card in a notebook, text everywhere else.

    Parameters
    ----------
    text : str
        A few sentences.
    called, code : str
        The cell that is answered, and its answer; empty where none is shown.
    """

    def __init__(self, text: str, called: str = "", code: str = "") -> None:
        self.text, self.called, self.code = text, called, code

    def __repr__(self) -> str:
        if not self.code:
            return self.text
        return f"One answer, for {self.called}:\n\n{self.code}\n\n{self.text}"

    def _repr_html_(self) -> str:
        if not self.code:
            return to_card(self.text)
        return (
            '<details open style="font-family:system-ui,sans-serif;max-width:52em;margin:.3em 0;'
            'border:1px solid rgba(128,128,128,.45);border-radius:6px;padding:.6em .9em">'
            f'<summary style="font-weight:600">One answer, for {escaped(self.called)}</summary>'
            '<pre tabindex="0" style="overflow-x:auto;margin:.6em 0;padding:.6em;'
            'border-left:4px solid #0072B2;background:rgba(128,128,128,.1);color:inherit">'
            f"{escaped(self.code)}</pre>{escaped(self.text)}</details>"
        )


def answer(name: Any = "", *, namespace: dict[str, Any] | None = None) -> Shown:
    """Show the reference answer of a cell that has been tried.

    Tried means: the cell was run with something of your own in it, and then a check of its question
    was, whatever it said.

    Parameters
    ----------
    name : str
        Such as ``"q1-mul"``, as the hints below the cell say it; or what the cell defines, such as
        ``"_mul"``.
    namespace : dict, optional
        The notebook's names; by default those of the cell that calls.

    Returns
    -------
    Shown
        Where there is nothing to show yet, it says what to do.

    Examples
    --------
    In a notebook that `adlearn start` has written: ``answer("q1-mul")``.
    """
    if namespace is None:
        namespace = sys._getframe(1).f_globals
    asked = {one.id: one for one in check.outlines.values() if one.role == "answer"}
    if not asked:
        return Shown(_no_cells())
    found = _meant(name, asked)
    if len(found) != 1:
        names = ", ".join(one.id.removesuffix("-answer") for one in found or asked.values())
        if name == "":
            return Shown(f"Say which: {names}.")
        if found:
            return Shown(f"{name} has several answers. Ask for one of them: {names}.")
        shown = repr(name)[:60] if isinstance(name, (str, int)) else f"of type {_type(name)}"
        return Shown(f"There is no answer called {shown}. These are there: {names}.")
    (meant,) = found
    own = Cells(check.outlines, ran(namespace), namespace).of(meant)
    tried = check.tried(meant.id)
    if not tried:
        return Shown(_try_first(meant, own))
    importlib.invalidate_caches()  # it may have been installed since the kernel started
    if check.name not in installed_assignments():
        return Shown(NOT_HERE.format(command=assignments()))
    try:
        cell = load_assignment(check.name).by_id[meant.id]
    except AssignmentError as error:
        return Shown(f"The answers cannot be read: {error}")
    except KeyError:
        return Shown(
            f"The assignments that are installed have no cell {meant.id}: they belong to another "
            "version of adlearn than this notebook. Install both from the same clone."
        )
    solved = _solved(cell.source)
    questions = {function: cell.parts.get(function, cell.question) for function in solved}
    left = _unwritten(own.source if own else "")
    closed = {f: q for f, q in questions.items() if q not in tried or f in left}
    if solved and len(closed) == len(solved):
        return Shown(_try_first(meant, None))
    return Shown(AFTERWARDS, meant.called, opened(cell.source, closed))


def _solved(source: str) -> list[str]:
    """Give the functions of an answer that students write."""
    return [function for function, text in _functions(source).items() if "BEGIN SOLUTION" in text]


def _unwritten(source: str) -> list[str]:
    """Give the functions of a cell that still end as they were released."""
    return [f for f, text in _functions(source).items() if text.rstrip().endswith(UNWRITTEN)]


def _functions(source: str) -> dict[str, str]:
    """Give each function of a text by its name."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return {}
    lines = source.splitlines()
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in nodes
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def _no_cells() -> str:
    if kernel_shell() is None:
        return (
            "`answer` belongs in a notebook that `adlearn start` has written: it shows the answer "
            "of a cell that you have tried there."
        )
    return check.unloaded or "This notebook has no cells to answer."


def _type(thing: Any) -> str:
    return type(thing).__name__[:60]


def opened(source: str, closed: Mapping[str, str]) -> str:
    """Give the text of an answer, without what some functions in it do.

    Parameters
    ----------
    source : str
        With its solutions between marks.
    closed : mapping
        Function to the question that is to be tried first.
    """
    lines: list[str] = []
    within, depth, hidden = "", 0, False
    for line in source.splitlines():
        indent = len(line) - len(line.lstrip())
        named = re.match(r"\s*(?:async )?def (\w+)\(", line)
        if named and not hidden:
            within, depth = named[1], indent
        elif line.strip() and indent <= depth and not hidden:
            within = ""  # the function has ended
        if "BEGIN SOLUTION" in line:
            hidden = within in closed
            if hidden:
                lines.append(
                    f'{line[:indent]}...  # opens when you have tried it: check("{closed[within]}")'
                )
        elif "END SOLUTION" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines).rstrip()


def _meant(name: Any, asked: dict[str, Outline]) -> list[Outline]:
    """Give the answer cells that somebody may mean."""
    if isinstance(name, (type, FunctionType)):
        name = name.__name__
    if not isinstance(name, (str, int)):
        return []
    text = f"q{name}" if isinstance(name, int) else name.strip()
    plain = text.casefold().replace("_", "-").replace(" ", "-").strip("-.").removesuffix("-answer")
    if not plain:
        return []
    cells = list(asked.values())
    ways: list[Callable[[Outline], bool]] = [
        lambda one: one.id.casefold() == f"{plain}-answer",
        lambda one: plain in map(str.casefold, one.graded),
        lambda one: text in one.shape.bound,
        lambda one: one.id.casefold().endswith(f"-{plain}-answer"),
        lambda one: one.id.casefold().startswith(f"{plain}-"),
    ]
    return next((found for way in ways if (found := list(filter(way, cells)))), [])


def _try_first(cell: Outline, own: Ran | None) -> str:
    if own is not None and digest(own.source) != cell.digest:
        return (
            f'You have run {cell.called}. Now run  check("{cell.question}"),  whatever it says, '
            "and then this again. (If you have done that, the kernel has forgotten it, as after a "
            "restart: run both again.)"
        )
    return (
        f"Try it first. In {cell.called}, replace what raises NotImplementedError by something of "
        f'yours, however little, run it, and then  check("{cell.question}").  After that this '
        "shows the answer. Hints below that cell open one at a time."
    )
