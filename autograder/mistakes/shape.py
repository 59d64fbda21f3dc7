"""Recognizing by what a cell defines, beside what was released: methods, arguments, classes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.language import say, template
from autograder.mistakes.definitions import parsed
from autograder.mistakes.outline import Outline
from autograder.mistakes.situation import Situation, Words
from autograder.mistakes.variables import function_of_arrays


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
    if situation.error is None or situation.result.verdict == "timeout":
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
        instead = say(", but it has a `{name}`", name=others[0]) if others else ""
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
            meant = called in (name, name.rpartition(".")[2]) and name in mine
            if meant and _taken(mine[name]) != _taken(given):
                return name.rpartition(".")[2], given, mine[name]
    return None


def _taken(parameters: tuple[str, ...]) -> list[str]:
    """Give what can be handed over; which default something has is left to whoever wrote it."""
    return [re.sub("=.*", "=", one, flags=re.DOTALL) for one in parameters]


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


def unknown_keyword(situation: Situation) -> Words | None:
    """A call with a keyword that the function does not have, or no longer has."""
    error = situation.error
    if error is None or error.kind != "TypeError":
        return None
    found = re.match(r"([\w.<>]+)\(\) got an unexpected keyword argument '(\w+)'", error.detail)
    if found is None or function_of_arrays(situation):
        return None
    function, name = found[1].replace("<locals>.", ""), found[2]
    place = " " + say("in line {line}", line=error.line) if error.line else ""
    spelled = say("Is it spelled as in the function's `def`?")
    if function.endswith("<lambda>"):
        spelled = say(
            "Whoever calls it gives it that keyword: let it take `{name}`, with a default.",
            name=name,
        )
    gone = _GONE_KEYWORDS.get((function, name), "")
    instead = f" {say(gone) if gone else spelled}"
    return {"function": function, "name": name, "place": place, "instead": instead}


#: Keywords that functions of NumPy had in an earlier version, and what to write now.
_GONE_KEYWORDS = {
    ("reshape", "newshape"): template(
        "NumPy took that name out: write the shape alone, as the second argument."
    ),
}


def arguments(situation: Situation) -> Words | None:
    """A call with more or fewer arguments than the function has."""
    error = situation.error
    found = _CALL.match(error.detail) if error and error.kind == "TypeError" else None
    if found is None or error is None or not error.line or function_of_arrays(situation):
        return None
    if (outline := situation.cells.outlines.get(error.cell)) and outline.role == "given":
        return None
    name = found["function"].replace("<locals>.", "")
    return {
        "function": name,
        "line": f"{error.line}: `{error.source}`" if error.source else str(error.line),
    }


def called_by_another(situation: Situation) -> Words | None:
    """A function that is handed over, and called by what it is handed to, with other arguments."""
    error = situation.error
    found = _CALL.match(error.detail) if error and error.kind == "TypeError" else None
    if found is None or error is None or not error.lines:
        return None
    name, line = found["function"].rpartition(".")[2], error.lines[-1]
    outline = situation.cells.outlines.get(line.cell)
    given = outline is not None and outline.role == "given"
    handed = re.search(rf"\b{re.escape(name)}\b(?!\()", line.source)
    if given or not handed or re.search(rf"\b{re.escape(name)}\(", line.source):
        return None
    counted = re.search(r"takes (?P<takes>[\w ]+?) positional.* but (\d+) w", error.detail)
    lacking = re.search(r"arguments?: (?P<names>.+)", error.detail)
    if counted:
        how = say(
            "with {count} arguments, and it takes {takes}",
            count=counted[2],
            takes=counted["takes"],
        )
    elif lacking:
        how = say("without {names}", names=lacking["names"])
    else:
        return None
    return {"function": name, "line": str(line.line), "how": how}


def arguments_of_yours(situation: Situation) -> Words | None:
    """A function of the student's that given code calls with more or fewer arguments."""
    error = situation.error
    found = _CALL.match(error.detail) if error and error.kind == "TypeError" else None
    outline = situation.cells.outlines.get(error.cell) if error else None
    if found is None or error is None or outline is None or outline.role != "given":
        return None
    function = found["function"].replace("<locals>.", "").rpartition(".")[2]
    return {"function": function, "call": error.source} if error.source else None
