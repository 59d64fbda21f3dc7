"""Recognizing what is not there to be imported, and what NumPy has no more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import place_of
from autograder.language import say, template
from autograder.mistakes.definitions import Shape
from autograder.mistakes.side_by_side import Ran
from autograder.mistakes.situation import MISSING, Situation, Words
from autograder.sandbox.worker.missing import REFUSED

_IMPORT = ("ModuleNotFoundError", "ImportError")
#: What a stand-in says while grading: see `autograder.sandbox.worker.missing`.
_STOOD_IN = re.compile(
    r"^(?P<path>\S+) (?:does not exist here|may not be used[^:]*): "
    r"line (?P<line>\d+) imports it, `(?P<statement>.*)`$"
)
_LACKING = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_MODULE = re.compile(r"No module named '([\w.]+)'|from '([\w.]+)'|adlearn offers no '(\w+)'")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that imports what is not there: its text, its number, and where it stands.

    The module, where that is known; and what is lacking, if the library itself is there.
    """

    statement: str
    number: int | None
    cell: str
    module: str = ""
    lacking: str = ""

    @property
    def place(self) -> str:
        """What the student looks for."""
        where = self.cell
        if self.number:
            where = say("line {line} of {cell}", line=self.number, cell=self.cell)
        return f"`{self.statement}` ({where})"


def line_to_delete(situation: Situation) -> Words | None:
    """An import of what is not there: in the cell, in a function, or above a name it binds."""
    found = next(_lines(situation), None)
    if found is None:
        return None
    node = _import_of(found.statement)
    name = found.module or _module_of(node) or found.statement
    if "array_api" in found.statement and name.partition(".")[0] == "numpy":
        bound = next((a.asname for a in node.names if a.asname), "") if node else ""
        new = f"import numpy as {bound or 'array_api'}"
        return {
            "problem": say("NumPy 2 has no `array_api` any more: it does itself what that did."),
            "remedy": say(
                "Write `{new}` in place of the line {place}.", new=new, place=found.place
            ),
        }
    if found.lacking:
        return {
            "problem": say("There is no `{name}`.", name=found.lacking),
            "remedy": say(
                "Mend the line {place}, or delete it: the text above the question says what to "
                "use.",
                place=found.place,
            ),
        }
    called = node.names[0].asname or node.names[0].name if isinstance(node, ast.Import) else ""
    foreign = name.partition(".")[0] in REFUSED
    problem = THERE_NOT if situation.cells.namespace is not None else THERE_NOT_WHILE_GRADING
    remedy = DO_WITHOUT_NAME if called and not foreign else DO_WITHOUT
    return {
        "problem": say(problem, name=name),
        "remedy": say(remedy, place=found.place, name=called),
    }


THERE_NOT = template("`{name}` is not there to be imported.")
THERE_NOT_WHILE_GRADING = template("`{name}` is not there to be imported while grading.")
DO_WITHOUT = template(
    "Delete the line {place} and do without it: what this assignment needs, the given cells import "
    "or define."
)
DO_WITHOUT_NAME = template(
    "Delete the line {place} and do without it: what this assignment needs, the given cells import "
    "or define, without `{name}.` before its name."
)


def _lines(situation: Situation) -> Iterator[_Line]:
    for _, ran in situation.stopped_cells():
        if ran.error in _IMPORT:
            yield _line_in(situation, ran)
    error = situation.error
    if error is not None and error.kind in _IMPORT:
        stood_in = _STOOD_IN.match(error.detail)
        if stood_in:
            yield _told(situation, stood_in)
        else:
            cell = place_of(error.cell, None, error.defines) or say("a cell of yours")
            yield _Line(error.source.strip(), error.line, cell, *_module_in(error.detail))
    missing = situation.missing or next(
        (
            match.group(1)
            for _, ran in situation.stopped_cells()
            if ran.error == "NameError" and (match := MISSING.search(ran.detail))
        ),
        "",
    )
    for ran in situation.cells.ran if missing else ():
        if ran.error in _IMPORT and missing in Shape.of(ran.source).bound:
            yield _line_in(situation, ran)  # it ended the cell, and with it what stands below


def _line_in(situation: Situation, ran: Ran) -> _Line:
    """Give the line that stopped a cell."""
    stood_in = _STOOD_IN.match(ran.detail.strip().rstrip("."))
    if stood_in:
        return _told(situation, stood_in)
    lines = ran.source.split("\n")
    text = lines[ran.line - 1].strip() if ran.line and ran.line <= len(lines) else "import ..."
    return _Line(text, ran.line, _called(situation, ran), *_module_in(ran.detail))


def _told(situation: Situation, stood_in: re.Match[str]) -> _Line:
    """Give the line that a stand-in speaks of."""
    number, statement = int(stood_in["line"]), stood_in["statement"]
    lacking = ""
    if stood_in["path"].startswith("adlearn.") and "does not exist" in stood_in[0]:
        node = _import_of(statement)
        part = f".{node.names[0].name}" if isinstance(node, ast.ImportFrom) else ""
        lacking = _module_of(node) + part if node else stood_in["path"]
    for ran in situation.cells.ran:
        lines = ran.source.split("\n")
        if number <= len(lines) and lines[number - 1].strip() == statement:
            return _Line(statement, number, _called(situation, ran), lacking=lacking)
    return _Line(statement, number, say("a cell of yours"), lacking=lacking)


def _called(situation: Situation, ran: Ran) -> str:
    cells = situation.cells
    outline = next((o for o in cells.outlines.values() if cells.of(o) is ran), None)
    return outline.called if outline is not None else say("a cell of yours")


def _module_in(detail: str) -> tuple[str, str]:
    """Give the module that a message speaks of, and what is lacking if its library is there."""
    if lacking := _LACKING.search(detail):
        return lacking[2], f"{lacking[2]}.{lacking[1]}"
    found = _MODULE.search(detail)
    module = next(filter(None, found.groups()), "") if found else ""
    return module, module if module.startswith("adlearn.") else ""


def _import_of(statement: str) -> ast.Import | ast.ImportFrom | None:
    """Read the line of an import; of one in brackets that goes on below, what stands in it."""
    for text in (statement, f"{statement})", f"{statement}_)"):
        try:
            node = ast.parse(text).body[0]
        except (SyntaxError, ValueError, IndexError):
            continue
        return node if isinstance(node, (ast.Import, ast.ImportFrom)) else None
    return None


def _module_of(node: ast.Import | ast.ImportFrom | None) -> str:
    if isinstance(node, ast.ImportFrom):
        return "." * node.level + (node.module or "")
    return node.names[0].name if node is not None else ""


#: What NumPy had, and what does the same now; of the rest NumPy itself says it.
_SUCCESSORS = {
    **{name: name for name in ("float", "int", "object", "str", "complex", "math")},
    "long": "int",
    "unicode": "str",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "unicode_": "np.str_",
    "string_": "np.bytes_",
    "round_": "np.round",
    **dict.fromkeys(("Inf", "infty", "Infinity", "PINF"), "np.inf"),
    "NINF": "-np.inf",
    **dict.fromkeys(("NaN", "NAN"), "np.nan"),
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "sometrue": "np.any",
    "alltrue": "np.all",
    "in1d": "np.isin",
    "row_stack": "np.vstack",
    "trapz": "np.trapezoid",
    "msort": "np.sort(a, axis=0)",
    "asscalar": "a.item()",
    "asfarray": "np.asarray(a, dtype=float)",
    "find_common_type": "np.result_type",
    "cast": "np.asarray(a, dtype=...)",
    "bool8": "np.bool",
    "int0": "np.intp",
    "uint0": "np.uintp",
    "disp": "print",
    "ptp": "np.ptp(a)",
}
_GONE = re.compile(
    r"module 'numpy' has no attribute '(?P<a>\w+)'|`(?:np\.)?(?P<b>\w+)` was removed (?:in|from) "
    r"|cannot import name '(?P<c>\w+)' from 'numpy'|"
    r"^numpy\.(?P<d>\w+) does not exist here"
)
_INSTEAD = re.compile(r"[Uu]se ((?:`[^`]+`|np\.\S+\([^)]*\)|a\b|the\b)[^.]*?) instead")


def gone_from_numpy(situation: Situation) -> Words | None:
    """A name that NumPy had in an earlier version."""
    told = [(ran.error, ran.detail) for _, ran in situation.stopped_cells()]
    if situation.error is not None:
        told.append((situation.error.kind, situation.error.detail))
    for kind, detail in told:
        found = _GONE.search(detail) if kind in ("AttributeError", *_IMPORT) else None
        name = next(filter(None, found.groups()), "") if found else ""
        instead = _INSTEAD.search(detail)
        if name in _SUCCESSORS:
            return {"name": f"np.{name}", "instead": f"`{_SUCCESSORS[name]}`"}
        if instead and "removed" in detail:
            return {"name": f"np.{name}", "instead": instead[1]}
    return None
