"""How a beginner's mistake is recognized: from an exception, a message, the notebook's cells.

Each function here takes a `Situation` and gives the words for one text of `autograder.mistakes`, or
None where that is not what happened.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType
from typing import Any

from autograder.errors import StudentError, place_of
from autograder.outline import Cells, Outline, Ran, functions, parsed, written
from autograder.report import CheckResult

Words = Mapping[str, str]
Recognizer = Callable[["Situation"], Words | None]

_MISSING = re.compile(r"name '(\w+)' is not defined")
_NOTHING_RAN = ("SyntaxError", "IndentationError", "TabError")


@dataclass(frozen=True)
class Situation:
    """All that is known of a failed check.

    Parameters
    ----------
    result : CheckResult
    cells : Cells
    error : StudentError, optional
        What the student's code raised.
    """

    result: CheckResult
    cells: Cells
    error: StudentError | None = None

    @property
    def kind(self) -> str:
        """The kind of failure."""
        return str((self.result.diagnosis or {}).get("kind", ""))

    @property
    def missing(self) -> str:
        """The name that is not defined, if that is what happened."""
        found = self.error and self.error.kind == "NameError" and _MISSING.search(self.error.detail)
        return found.group(1) if found else ""

    @property
    def own(self) -> list[Outline]:
        """The answer cells of the question, and the cell that a missing name comes from."""
        from_cell = self.cells.defining(self.missing)
        found = self.cells.answers(self.result.question)
        named = [o for o in found if o.shape.definitions and self._speaks_of(o)]
        found = named or found
        return found if from_cell is None or from_cell in found else [from_cell, *found]

    def _speaks_of(self, outline: Outline) -> bool:
        """Whether the check's graded cell or its message names what the cell defines."""
        text = f"{self.result.message} {self.error.detail if self.error else ''}"
        spoken = any(re.search(rf"\b{re.escape(n)}\b", text) for n in outline.shape.definitions)
        return spoken or outline.id.startswith(self.result.cell)

    def stopped_cells(self) -> Iterator[tuple[Outline, Ran]]:
        """Give the cells this check is about that did not run to their end."""
        for outline in self.own:
            ran = self.cells.of(outline)
            if ran is not None and ran.error:
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


def raised(kinds: str, detail: str) -> Recognizer:
    """Recognize an exception by its class and its message; groups with names are the words."""

    def recognize(situation: Situation) -> Words | None:
        error = situation.error
        if error is None or error.kind not in kinds.split("|"):
            return None
        match = re.search(detail, error.detail)
        return match.groupdict() if match else None

    return recognize


def failure(kind: str, message: str) -> Recognizer:
    """Recognize an answer of the wrong kind by the message about it."""

    def recognize(situation: Situation) -> Words | None:
        if situation.kind != kind:
            return None
        match = re.search(message, situation.result.message)
        return match.groupdict() if match else None

    return recognize


def stopped(*errors: str, saying: str = "") -> Recognizer:
    """Recognize a cell that stopped with one of these exceptions; with any, if none is given."""

    def recognize(situation: Situation) -> Words | None:
        for outline, ran in situation.stopped_cells():
            answered = situation.kind in ("value", "partials", "gradient", "output", "unwritten")
            if answered and ran.error not in _NOTHING_RAN:
                continue  # what it defines was there, and was asked
            if (not errors or ran.error in errors) and re.search(saying, ran.detail):
                return _words(outline, ran)
        return None

    return recognize


def _words(outline: Outline, ran: Ran) -> dict[str, str]:
    line = str(ran.line) if ran.line else "the last"
    return {"cell": outline.called, "line": line, "error": ran.error}


def not_installed(situation: Situation) -> Words | None:
    """A module that cannot be imported, at the top of a cell or in a function."""
    where = "" if situation.cells.namespace is not None else " while grading"
    for _, ran in situation.stopped_cells():
        found = re.search(r"No module named '([\w.]+)'|`?([\w.]+)`? (?:is not|cannot)", ran.detail)
        if ran.error in ("ModuleNotFoundError", "ImportError") and found:
            return {"module": found.group(1) or found.group(2), "where": where}
    error = situation.error
    if error is not None and error.kind in ("ModuleNotFoundError", "ImportError"):
        found = re.search(r"No module named '([\w.]+)'", error.detail) or re.search(
            r"import\s+(\w+)|from\s+(\w+)", error.source
        )
        if found:
            return {"module": next(filter(None, found.groups())), "where": where}
    return None


def cell_lacks_a_given_name(situation: Situation) -> Words | None:
    """A cell that stopped because a given cell had not been run before it."""
    for outline, ran in situation.stopped_cells():
        missing = _MISSING.search(ran.detail) if ran.error == "NameError" else None
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
                return {"line": str(error.line), "cell": place_of(error.cell, None, error.defines)}
    return None


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
    if outline.question == situation.result.question:
        return None
    if situation.missing and situation.cells.of(outline) is not None:
        return None
    name = situation.missing or error.defines
    return {"name": name, "question": outline.question.upper()}


def renamed(situation: Situation) -> Words | None:
    """A class or function under another name than was given."""
    name = situation.missing
    outline = situation.cells.defining(name)
    if outline is None or name in situation.cells.shape(outline).bound:
        return None
    plain = _plain(name)
    mine = [n for n in situation.cells.shape(outline).definitions if n not in outline.shape.bound]
    mine += [n for n in situation.cells.strangers() if n not in mine]
    close = [n for n in mine if _plain(n) == plain] or difflib.get_close_matches(name, mine, 1, 0.6)
    close = close or _permuted(name, mine)
    return {"name": name, "mine": close[0]} if close else None


def _plain(name: str) -> str:
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
    if situation.missing or situation.error.unwritten:
        return None
    for outline in cells.outlines.values():
        if outline.role == "answer" and outline.question == situation.result.question:
            break
        if outline.role == "given" and cells.of(outline) is None:
            return {"cell": outline.called}
    return None


def answer_not_run(situation: Situation) -> Words | None:
    """A name that the student should define, and that is not there."""
    name = situation.missing
    outline = situation.cells.defining(name)
    known = outline is not None and outline.role == "answer"
    if known or "in the notebook" in (situation.error.detail if situation.error else ""):
        return {"name": name}
    return None


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
    for outline in situation.own:
        if cells.of(outline) is None and outline.role == "answer":
            gone = [n for n in outline.shape.definitions if n not in cells.namespace]
            if gone or outline.shape.statements:
                return {"cell": outline.called}
    return None


def given_rerun(situation: Situation) -> Words | None:
    """A given class made anew below cells that had given it something."""
    cells = situation.cells
    order = list(cells.outlines.values())
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
        if not callable(value) and (
            not text or re.search(rf"\b{name}\b", situation.source or text)
        ):
            return {"name": name, "now": _short(name, value), "restore": f"run `del {name}`"}
    for outline in situation.cells.outlines.values():
        shape = outline.shape
        for name in sorted(shape.bound & names.keys()) if outline.role == "given" else ():
            value = names[name]
            defined = name in shape.definitions
            wrong = isinstance(value, (int, float, str, list, tuple, dict, set)) or (
                defined and not isinstance(value, (FunctionType, type))
            )
            if wrong:
                now = _short(name, value)
                restore = f"run {outline.called_by(name)} again"
                return {"name": name, "now": now, "restore": restore}
    return None


_FUNCTIONS_OF_PYTHON = frozenset(
    name for name in dir(builtins) if name.islower() and callable(getattr(builtins, name))
) - {"exit", "quit", "copyright", "credits", "license", "open"}


def _short(name: str, value: Any) -> str:
    if isinstance(value, BuiltinFunctionType):
        return f"`from {value.__module__} import ...`"
    if isinstance(value, (int, float, str, list, tuple, dict, set)) and len(repr(value)) <= 40:
        return f"`{name} = {value!r}`"
    return f"it is of type {type(value).__name__}"


def given_changed(situation: Situation) -> Words | None:
    """A given cell that ran with another text than was released."""
    changed = situation.cells.changed()
    if not changed or situation.kind in ("partials", "unwritten"):
        return None
    return {"cell": changed[0].called}


def handing_over(situation: Situation) -> Words | None:
    """The line that hands a function to a class, deleted or changed."""
    for outline in situation.cells.answers(situation.result.question):
        ran, shape = situation.cells.of(outline), situation.cells.shape(outline)
        if ran is None or ran.error or situation.kind == "unwritten":
            continue
        for statement in outline.shape.statements:
            if statement not in shape.statements:
                return {"statement": statement}
    return None


def _classes(situation: Situation) -> Iterator[tuple[str, Outline]]:
    """Give the classes that the question's cells should define and do define, with their cell."""
    for outline in situation.own:
        shape = situation.cells.shape(outline)
        for name in outline.shape.bases:
            if name in shape.bases and situation.kind != "unwritten":
                yield name, outline


def base_class(situation: Situation) -> Words | None:
    """A class without the base class that it was given."""
    for name, outline in _classes(situation):
        bases, mine = outline.shape.bases[name], situation.cells.shape(outline).bases[name]
        if bases and not mine:
            return {"name": name, "base": ", ".join(bases)}
    return None


def own_init(situation: Situation) -> Words | None:
    """An operation with a constructor of its own."""
    if situation.error is None:
        return None
    for name, outline in _classes(situation):
        method = f"{name}.__init__"
        mine = situation.cells.shape(outline).parameters
        if method in mine and method not in outline.shape.parameters:
            return {"name": name}
    return None


def _missing_methods(situation: Situation) -> Iterator[tuple[str, str, Outline]]:
    for name, outline in _classes(situation):
        mine = situation.cells.shape(outline).parameters
        for method in outline.shape.parameters:
            owner, _, called = method.partition(".")
            if owner == name and called and method not in mine:
                yield name, called, outline


def outside_of_class(situation: Situation) -> Words | None:
    """A method whose `def` stands at the margin, or inside of another one."""
    for name, method, outline in _missing_methods(situation):
        ran = situation.cells.of(outline)
        tree = parsed(ran.source) if ran else None
        defined = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)] if tree else []
        if method in defined:
            return {"name": name, "method": method}
    return None


def method_renamed(situation: Situation) -> Words | None:
    """A method under another name, or none at all."""
    for name, method, outline in _missing_methods(situation):
        mine = [m.partition(".") for m in situation.cells.shape(outline).parameters]
        others = [
            m
            for owner, _, m in mine
            if owner == name and f"{name}.{m}" not in outline.shape.parameters
        ]
        instead = f", but it has a `{others[0]}`" if others else ""
        return {"name": name, "method": method, "instead": instead}
    return None


_CALL = re.compile(r"(?P<function>[\w.<>]+)\(\) (?:takes|missing|got an unexpected|got multiple)")


def _signature(situation: Situation) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Give a function that was called otherwise than it is defined: what is given, what is mine."""
    error = situation.error
    found = _CALL.match(error.detail) if error and error.kind == "TypeError" else None
    if found is None:
        return None
    called = found["function"]
    for outline in situation.cells.outlines.values():
        mine = situation.cells.shape(outline).parameters
        for name, given in outline.shape.parameters.items():
            if called in (name, name.rpartition(".")[2]) and name in mine and mine[name] != given:
                return name.rpartition(".")[2], given, mine[name]
    return None


def self_forgotten(situation: Situation) -> Words | None:
    """A method without `self`."""
    found = _signature(situation)
    if found is None or found[1][:1] != ("self",) or found[2][:1] == ("self",):
        return None
    return {"method": found[0], "given": ", ".join(found[1])}


def parameters(situation: Situation) -> Words | None:
    """A function with other arguments than it was given."""
    found = _signature(situation)
    if found is None:
        return None
    return {"method": found[0], "given": ", ".join(found[1]), "mine": ", ".join(found[2])}


def arguments(situation: Situation) -> Words | None:
    """A call with more or fewer arguments than the function has."""
    error = situation.error
    found = _CALL.match(error.detail) if error and error.kind == "TypeError" else None
    if found is None or error is None or not error.line:
        return None
    name = found["function"].replace("<locals>.", "")
    return {
        "function": name,
        "line": f"{error.line}: `{error.source}`" if error.source else str(error.line),
    }


def _own_names(situation: Situation) -> set[str]:
    """Give the attributes and methods that the assignment's classes have."""
    found: set[str] = set()
    for outline in situation.cells.outlines.values():
        found |= outline.shape.attributes
        found |= {n.rpartition(".")[2] for n in outline.shape.parameters if "." in n}
        for statement in outline.shape.statements:
            found.add(statement.partition(" = ")[0].rpartition(".")[2])
    return found


def self_dot(situation: Situation) -> Words | None:
    """A name that is an attribute: `self.` forgotten."""
    name = situation.missing
    return {"name": name} if name and name in _own_names(situation) else None


def slip(situation: Situation) -> Words | None:
    """A name that differs in a letter from one that is there."""
    name = situation.missing
    if not name:
        return None
    tree = parsed(situation.source) if situation.source else None
    there = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} if tree else set()
    there |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)} if tree else set()
    there |= {name for o in situation.cells.outlines.values() for name in o.shape.bound}
    there -= {name}
    same = [n for n in sorted(there) if _plain(n) == _plain(name)]
    close = same or (
        difflib.get_close_matches(name, sorted(there), 1, 0.7) if len(name) > 2 else []
    )
    return {"name": name, "meant": close[0]} if close else None


def module_forgotten(situation: Situation) -> Words | None:
    """A function of `math` without its module."""
    name = situation.missing
    return {"name": name} if name and hasattr(math, name) else None


def unknown_name(situation: Situation) -> Words | None:
    """Any other name that is not defined."""
    return {"name": situation.missing} if situation.missing else None


def in_place(situation: Situation) -> Words | None:
    """What a method that changes its list in place returned was used."""
    error = situation.error
    if error is None or "NoneType" not in error.detail:
        return None
    found = re.search(r"[\w.]+\.(?:reverse|sort|append|extend|add|update)\(", error.source)
    return {"call": found.group() + "...)"} if found else None


_OF_NUMBER = re.compile(r"'(?:int|float\w*|bool)' object has no attribute '(\w+)'")


def plain_number(situation: Situation) -> Words | None:
    """A plain number among the parents was taken for a value."""
    error = situation.error
    found = _OF_NUMBER.search(error.detail) if error and error.kind == "AttributeError" else None
    owners = [
        outline.shape.definitions[0]
        for outline in situation.cells.outlines.values()
        if outline.role == "given" and outline.shape.attributes and outline.shape.definitions
    ]
    if found is None or found.group(1) == "value":
        return None
    return {"name": found.group(1), "base": owners[0] if owners else "AutogradValue"}


def attribute_slip(situation: Situation) -> Words | None:
    """An attribute that differs in a letter from one that is there."""
    error = situation.error
    found = (
        error
        and error.kind == "AttributeError"
        and re.search(r"object has no attribute '(\w+)'", error.detail)
    )
    if not found:
        return None
    name, there = found.group(1), sorted(_own_names(situation))
    close = [] if name in there else difflib.get_close_matches(name, there, 1, 0.7)
    return {"name": name, "meant": close[0]} if close else None


def recursion(situation: Situation) -> Words | None:
    """A function that calls itself without end."""
    error = situation.error
    if error is None or error.kind != "RecursionError":
        return None
    function = Counter(error.callers).most_common(1)
    return {"function": function[0][0] if function else "a function of yours"}


def loop(situation: Situation) -> Words | None:
    """Code that ran into a time limit, or that somebody stopped."""
    if situation.result.verdict != "timeout":
        return None
    callers = situation.error.callers if situation.error else ()
    for name, node, outline in _functions(situation):
        for part in ast.walk(node):
            if isinstance(part, ast.While) and (name in callers or not callers):
                return {"place": f" in line {part.lineno} of {outline.called}"}
    return {"place": ""}


def _functions(situation: Situation) -> Iterator[tuple[str, Any, Outline]]:
    """Give each function of the question's cells with the name of its class, as parsed."""
    for outline in situation.own:
        ran = situation.cells.of(outline)
        tree = parsed(ran.source) if ran else None
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.FunctionDef):
                yield node.name, node, outline


def _spoken_of(situation: Situation, function: str) -> bool:
    return re.search(rf"[`.]{re.escape(function)}\b", situation.result.message) is not None


def printed(situation: Situation) -> Words | None:
    """A function that prints its result and returns nothing."""
    if situation.kind != "type" or "is None" not in situation.result.message:
        return None
    for name, node, _ in _functions(situation):
        parts = list(ast.walk(node))
        prints = [
            n
            for n in parts
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print"
        ]
        returns = any(isinstance(n, ast.Return) and n.value is not None for n in parts)
        if _spoken_of(situation, name) and prints and not returns:
            return {"place": f", in line {prints[0].lineno} of `{name}`'s cell"}
    return None


def whole_division(situation: Situation) -> Words | None:
    """`//` where a quotient is meant."""
    if situation.kind not in ("value", "partials"):
        return None
    for _, node, _ in _functions(situation):
        if any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.FloorDiv) for n in ast.walk(node)):
            return {}
    return None


def step_not_called(situation: Situation) -> Words | None:
    """A statement that names a method and does not call it."""
    if situation.result.verdict in ("passed", "inconclusive") or situation.kind == "unwritten":
        return None
    for _, node, _ in _functions(situation):
        for part in ast.walk(node):
            if isinstance(part, ast.Expr) and isinstance(part.value, (ast.Attribute, ast.Name)):
                return {"name": ast.unparse(part.value), "line": str(part.lineno)}
    return None
