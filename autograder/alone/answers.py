"""What `answer("q1-mul")` does in a notebook: the reference answer, for somebody who has tried."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from adlearn.installed import assignments
from autograder.errors import AssignmentError
from autograder.feedback import escaped, to_card
from autograder.mistakes.history import kernel_shell
from autograder.mistakes.outline import Outline
from autograder.pack import installed_assignments, load_assignment
from autograder.practice import check

NOT_HERE = (
    "The answers are not installed. They come with the package that holds the assignments, so that "
    "students of a course, who have adlearn as well, do not have them with it. Run this in a "
    "terminal, in the environment of this notebook, and then this cell again:  {command}"
)
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


def answer(name: Any = "") -> Shown:
    """Show the reference answer of a cell that has been tried.

    Tried means: the cell was run with something of your own in it, and then a check of its question
    was, whatever it said.

    Parameters
    ----------
    name : str
        Such as ``"q1-mul"``, as the hints below the cell say it; or what the cell defines, such as
        ``"_mul"``.

    Returns
    -------
    Shown
        Where there is nothing to show yet, it says what to do.

    Examples
    --------
    In a notebook that `adlearn start` has written: ``answer("q1-mul")``.
    """
    asked = {one.id: one for one in check.outlines.values() if one.role == "answer"}
    if not asked:
        return Shown(_no_cells())
    meant = _meant(name, asked)
    if meant is None:
        known = ", ".join(one.removesuffix("-answer") for one in asked)
        shown = repr(name)[:60] if isinstance(name, (str, int)) else f"of type {_type(name)}"
        return Shown(f"There is no answer called {shown}. These are there: {known}.")
    tried = check.tried(meant.id)
    if not tried:
        return Shown(_try_first(meant))
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
    closed = {part: question for part, question in cell.parts.items() if question not in tried}
    return Shown(AFTERWARDS, meant.called, opened(cell.source, closed))


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
                lines.append(f'{line[:indent]}...  # opens after check("{closed[within]}")')
        elif "END SOLUTION" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines).rstrip()


def _meant(name: Any, asked: dict[str, Outline]) -> Outline | None:
    """Give the answer cell that somebody means, or None."""
    if isinstance(name, (type, FunctionType)):
        name = name.__name__
    if not isinstance(name, (str, int)):
        return None
    text = f"q{name}" if isinstance(name, int) else name.strip()
    plain = text.casefold().replace("_", "-").replace(" ", "-").strip("-.").removesuffix("-answer")
    defining = [one for one in asked.values() if text in one.shape.bound]
    found = [one for one in asked.values() if one.id.casefold() == f"{plain}-answer"] or defining
    if not found and plain:
        found = [one for one in asked.values() if one.id.casefold().startswith(f"{plain}-")]
    return found[0] if len(found) == 1 else None


def _try_first(cell: Outline) -> str:
    where = cell.called[0].upper() + cell.called[1:]
    return (
        f"Try it first. {where} still has to be run with something of yours in it, however little, "
        f'and after that  check("{cell.question}").  Then this shows the answer. If you have done '
        "both, the kernel has forgotten it, as after a restart: do them again. Hints below that "
        "cell open one at a time."
    )
