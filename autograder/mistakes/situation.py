"""All that is known of a failed check, and what a recognizer of a mistake is.

A recognizer takes a `Situation` and gives the words that its text in `autograder.mistakes.table`
leaves open, or None where that is not what happened.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import StudentError
from autograder.mistakes.asked import asked_cells
from autograder.mistakes.definitions import parsed
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.report import CheckResult

Words = Mapping[str, str]
Recognizer = Callable[["Situation"], Words | None]

#: What stops a cell before its first line.
NOTHING_RAN = ("SyntaxError", "IndentationError", "TabError")

MISSING = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True)
class Situation:
    """All that is known of a failed check.

    Parameters
    ----------
    result : CheckResult
    cells : Cells
    error : StudentError, optional
        What the student's code raised.
    heard : str
        The result's message in English, where it is in another language.
    """

    result: CheckResult
    cells: Cells
    error: StudentError | None = None
    heard: str = ""

    @property
    def message(self) -> str:
        """The message about the failure, in English: by it mistakes are recognized."""
        return self.heard or self.result.message

    @property
    def kind(self) -> str:
        """The kind of failure."""
        kind = str((self.result.diagnosis or {}).get("kind", ""))
        return kind or ("claim" if self.result.verdict == "failed" else "")

    @property
    def missing(self) -> str:
        """The name that is not defined, if that is what happened."""
        found = self.error and self.error.kind == "NameError" and MISSING.search(self.error.detail)
        return found.group(1) if found else ""

    @property
    def own_names(self) -> set[str]:
        """The attributes and methods that the assignment's classes have."""
        found: set[str] = set()
        for outline in self.cells.outlines.values():
            found |= outline.shape.attributes
            found |= {n.rpartition(".")[2] for n in outline.shape.parameters if "." in n}
            for statement in outline.shape.statements:
                found.add(statement.partition(" = ")[0].rpartition(".")[2])
        return found

    @property
    def answers(self) -> list[Outline]:
        """The answer cells that a check asks: those of its question, or all for the whole."""
        if not self.result.whole:
            return self.cells.answers(self.result.question)
        return [one for one in self.cells.outlines.values() if one.role == "answer"]

    @property
    def own(self) -> list[Outline]:
        """The answer cells of the question, and the cells that its failure speaks of."""
        found = self.cells.answers(self.result.question)
        asked = asked_cells(self.cells, self.result.question, self.result.cell)
        asked = asked if len(asked) < len(found) else []
        named = [o for o in found if o.shape.definitions and (o in asked or self._speaks_of(o))]
        found = named or found
        elsewhere = [self.cells.defining(name) for name in self._named]
        others = [o for o in elsewhere if o is not None and o not in found]
        return [o for o in others if o.role == "answer" or self.missing] + found

    @property
    def _named(self) -> list[str]:
        """The names that an exception speaks of: what is missing, where it was, which class."""
        if self.error is None:
            return []
        kind = re.match(r"(?:(\w+)\(\) takes|'(\w+)' object has)", self.error.detail)
        named = [self.missing, self.error.defines, *(kind.groups() if kind else ())]
        return [name for name in dict.fromkeys(named) if name]

    def _speaks_of(self, outline: Outline) -> bool:
        """Whether the check's message names what the cell defines."""
        text = f"{self.message} {self.error.detail if self.error else ''}"
        return any(re.search(rf"\b{re.escape(n)}\b", text) for n in outline.shape.definitions)

    def stopped_cells(self) -> Iterator[tuple[Outline, Ran]]:
        """Give the cells this check is about that did not run to their end."""
        own = self.own
        for outline in own:
            ran = self.cells.of(outline)
            if ran is not None and ran.error:
                yield outline, ran
        if self.result.whole and self.kind in ("type", "raised"):  # something is not there
            for outline in self.answers:
                ran = self.cells.of(outline)
                if outline not in own and ran is not None and ran.error in NOTHING_RAN:
                    yield outline, ran

    @property
    def source(self) -> str:
        """The text of the cell in which the exception was raised, where it is known."""
        ran = self._cell_of_error
        return "" if ran is None else ran.source

    @property
    def _cell_of_error(self) -> Ran | None:
        if self.error is None:
            return None
        for outline in self.cells.outlines.values():
            ran = self.cells.of(outline)
            shape = self.cells.shape(outline)
            same = self.error.cell == ran.name if ran and ran.name else False
            if ran and (same or (self.error.defines and self.error.defines in shape.definitions)):
                return ran
        return None

    def functions(self, everywhere: bool = False) -> Iterator[tuple[str, Any, Outline]]:
        """Give each function of the question's cells, as parsed, and the cell it stands in.

        With `everywhere`, those of all answer cells that the check asks.
        """
        for outline in self.answers if everywhere else self.own:
            ran = self.cells.of(outline)
            tree = parsed(ran.source) if ran else None
            for node in ast.walk(tree) if tree else ():
                if isinstance(node, ast.FunctionDef):
                    yield node.name, node, outline
