"""Recognizing what is particular to assignments whose variables NumPy's functions refuse.

Such an assignment is known by what its given class says: `__array_ufunc__ = None`, and `edges`.
"""

from __future__ import annotations

import re

from autograder.language import say
from autograder.mistakes.situation import Situation, Words

_PLAIN = r"'(?:numpy\.)?(?:int|float|bool|ndarray)\w*'"
#: What NumPy calls an operation that the notebook has under another name, or as an operator.
_WRITTEN = {
    **{"add": "`a + b`", "subtract": "`a - b`", "multiply": "`a * b`", "divide": "`a / b`"},
    **{"true_divide": "`a / b`", "power": "`a ** b`", "square": "`a ** 2`", "sqrt": "`a ** 0.5`"},
    **{"negative": "`-a`", "matmul": "`a @ b`", "dot": "`a @ b`"},
}


def keep_edges(situation: Situation) -> bool:
    """Say whether the assignment's values know what they were computed from by their edges."""
    return "edges" in situation.own_names


def _told(situation: Situation, kind: str, pattern: str) -> re.Match[str] | None:
    error = situation.error
    found = re.search(pattern, error.detail) if error and error.kind == kind else None
    return found if keep_edges(situation) else None


def _own_line(situation: Situation) -> str:
    """Give the innermost line that stands in no given cell."""
    error = situation.error
    for line in reversed(error.lines if error else ()):
        outline = situation.cells.outlines.get(line.cell) or situation.cells.defining(line.defines)
        if outline is None or outline.role != "given":
            return line.source
    return error.source if error else ""


def function_of_arrays(situation: Situation) -> Words | None:
    """A function of NumPy's or of `math` that is asked of a variable."""
    refused = _told(situation, "TypeError", r"operand '(?P<kind>\w+)' does not support ufuncs")
    number = _told(situation, "TypeError", r"real number, not '?(?P<kind>[A-Z]\w*)")
    mean = _told(situation, "TypeError", r"<lambda>\(\) got an unexpected keyword argument 'axis'")
    asked = re.search(r"\b(np|math|numpy)\.(\w+)\(", _own_line(situation))
    if asked is None or not (refused or number or mean):
        return None
    name, kind = asked[2], (refused or number or {"kind": "Variable"})["kind"]
    instead = _WRITTEN.get(name, say("what you want from the notebook's own operations"))
    if name not in _WRITTEN and situation.cells.defining(name) is not None:
        instead = say("`{name}(x)`, or `x.{name}()`", name=name)
    return {"name": f"{asked[1]}.{name}", "plain": f"np.{name}", "kind": kind, "instead": instead}


def plain_in_place_of_variable(situation: Situation) -> Words | None:
    """A plain number or array that is asked for what a variable has."""
    pattern = rf"{_PLAIN} object has no attribute '(?P<name>value|edges|grad)'"
    found = _told(situation, "AttributeError", pattern)
    return {"name": found["name"]} if found else None


def asked_of_variable(situation: Situation) -> Words | None:
    """Something of its array's that a variable is asked for."""
    pattern = (
        r"'(?P<kind>[A-Z]\w*)' object has no attribute "
        r"'(?P<name>T|shape|ndim|size|sum|item|copy|reshape|dot|tolist|transpose|min|max)'"
    )
    found = _told(situation, "AttributeError", pattern)
    return found.groupdict() if found else None


def message_is_no_function(situation: Situation) -> Words | None:
    """Numbers in place of a message: what stands beside an operand is called."""
    found = _told(situation, "TypeError", r"object is not callable")
    error = situation.error
    if found is None or error is None or not error.lines:
        return None
    return {} if error.lines[-1].defines == "computed" else None
