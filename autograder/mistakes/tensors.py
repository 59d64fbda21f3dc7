"""Recognizing what is particular to assignments whose values hold arrays, and to their operations.

What is said of plain numbers is not true there. Such an assignment is known by what its cells
define: a method that gives the array of a value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from autograder.errors import Line
from autograder.language import joined, say, template
from autograder.mistakes.definitions import parsed
from autograder.mistakes.situation import Situation, Words

_GIVES_ARRAY = "realize_cached_data"
_NUMBER = r"'(?:numpy\.)?(?:int|float|bool)\w*'"
_SEVERAL = r"is not (?:iterable|a container or iterable|subscriptable)|has no len\(\)"


def hold_arrays(situation: Situation) -> bool:
    """Say whether the assignment's values hold arrays."""
    return _GIVES_ARRAY in situation.own_names


def _raised(situation: Situation, kinds: str, detail: str) -> re.Match[str] | None:
    error = situation.error
    if error is None or error.kind not in kinds.split("|"):
        return None
    return re.search(detail, error.detail, re.DOTALL)


# What an operation was made with.


def none_was_made_with(situation: Situation) -> Words | None:
    """An argument that an operation was made without, gone through as if it were there."""
    found = _raised(situation, "TypeError", rf"'NoneType'.* (?:{_SEVERAL})")
    return _made_with(situation, only=True) if found else None


def one_was_made_with(situation: Situation) -> Words | None:
    """One number that an operation was made with, gone through as if it were several."""
    found = _raised(situation, "TypeError", rf"{_NUMBER}.* (?:{_SEVERAL})")
    return _made_with(situation, only=False) if found else None


#: What is gone through, counted, or looked into in a line.
_LOOKED_INTO = re.compile(
    r"(?:\bin\b|[(,]\s*\*|\b(?:len|tuple|list|sorted|set|zip|enumerate|reversed|min|max|sum)\()"
    r"\s*(?P<a>self\.\w+|\w+)\b(?![.(\[])|(?<![.\w])(?P<b>self\.\w+|\w+)\["
)


def _made_with(situation: Situation, only: bool) -> Words | None:
    """Give the attribute that a line looks into, if the object is made with an argument for it.

    With `only`, a name that stands for the attribute may stand for nothing else.
    """
    error = situation.error
    outline = situation.cells.defining(error.defines) if error else None
    if error is None or outline is None:
        return None
    arguments: set[str] = set()
    for shape in (outline.shape, situation.cells.shape(outline)):
        taken = shape.parameters.get(f"{error.defines}.__init__", ())
        arguments |= {one.strip("*").partition("=")[0] for one in taken}
    function = function_at(situation, error.lines[-1]) if error.lines else None
    found = set()
    for match in _LOOKED_INTO.finditer(error.source):
        text = match["a"] or match["b"]
        given = {ast.unparse(one) for one in _given(function, text)}
        own = {one for one in given if one.startswith("self.")}
        if own and not (only and given - own):
            text = min(own)
        _, dot, name = text.partition("self.")
        if dot and name in arguments:
            found.add(name)
    return {"name": found.pop()} if len(found) == 1 else None


def _given(function: Any, name: str) -> Iterator[ast.expr]:
    """Give what a function assigns to a name."""
    for part in ast.walk(function) if function is not None else ():
        if isinstance(part, ast.Assign):
            for target in part.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield part.value


def function_at(situation: Situation, line: Line) -> Any:
    """Give the innermost function around a line, as parsed; None where it is not known."""
    cells = situation.cells
    outline = cells.outlines.get(line.cell) or cells.defining(line.defines)
    ran = cells.of(outline) if outline is not None else None
    tree = parsed(ran.source) if ran else None
    found = None
    for part in ast.walk(tree) if tree else ():  # what is deeper comes later
        if isinstance(part, ast.FunctionDef) and (
            part.lineno <= (line.line or 0) <= (part.end_lineno or 0)
        ):
            found = part
    return found


# Arrays and tensors beside each other.

_REFUSED = (
    r"all returned NotImplemented from __array_ufunc__\(<ufunc '(?P<name>\w+)'>, "
    r"'(?P<way>\w+)'(?P<first>, array\()?(?:.*\): (?P<kinds>[^()]*)$)?"  # large arrays cut it off
)
_OPERATORS = ("add", "subtract", "multiply", "divide", "matmul", "power")
#: What NumPy calls it, and what may do that in the notebook.
_THE_SAME = {"maximum": "relu", "add": "summation"}


def array_beside_tensor(situation: Situation) -> Words | None:
    """An operator between an array and a tensor."""
    found = _raised(situation, "TypeError", _REFUSED)
    if found is None or found["way"] != "__call__" or found["name"] not in _OPERATORS:
        return None
    kinds = re.findall(r"'(\w+)'", found["kinds"] or "'ndarray'" * bool(found["first"]))
    others = [kind for kind in kinds if not _made(situation, kind)]
    return {"other": others[0]} if others else None


def numpys_function(situation: Situation) -> Words | None:
    """A function of NumPy's that is asked of a tensor."""
    found = _raised(situation, "TypeError", _REFUSED)
    if found is None or not hold_arrays(situation):
        return None
    same = _THE_SAME.get(found["name"], found["name"])
    there = situation.cells.defining(same) is not None
    instead = f"`{same}(...)`" if there else say("its operations")
    return {"name": found["name"], "instead": instead}


def tensors_compared(situation: Situation) -> Words | None:
    """`<` between a tensor and something else."""
    found = _raised(situation, "TypeError", r"not supported between.*'(?P<kind>\w+)'")
    if found is None or not hold_arrays(situation) or situation.error is None:
        return None
    kinds = re.findall(r"'(\w+)'", situation.error.detail)
    mine = [kind for kind in kinds if _made(situation, kind)]
    return {"kind": mine[0], "array": f"{_GIVES_ARRAY}()"} if mine else None


def operands(situation: Situation) -> Words | None:
    """An operator that does not know one of its sides."""
    pattern = r"loop of ufunc|unsupported operand|bad operand type|NotImplemented from __array_uf"
    return {} if hold_arrays(situation) and _raised(situation, "TypeError", pattern) else None


def _made(situation: Situation, kind: str) -> bool:
    """Say whether a class is one of the assignment's."""
    return any(kind in one.shape.bases for one in situation.cells.outlines.values())


_OF_ARRAY = r"'(?:numpy\.)?ndarray' object has no attribute '(?P<name>\w+)'"
#: Methods of other arrays than NumPy's, and what to do without them.
_WITHOUT = {
    "compact": template("Leave `.compact()` out: they need nothing of the kind."),
    "permute": template("`np.transpose(array, axes)` does that."),
    "device": template("They are all in one place: leave `.device` out."),
}


def asked_of_an_array(situation: Situation) -> Words | None:
    """Something of a tensor's that is asked of an array."""
    found = _raised(situation, "AttributeError", _OF_ARRAY)
    known = hold_arrays(situation) and found and found["name"] in situation.own_names
    return {"name": found["name"]} if found and known else None


def other_arrays(situation: Situation) -> Words | None:
    """A method that arrays have elsewhere."""
    found = _raised(situation, "AttributeError", _OF_ARRAY)
    if found is None or not (hold_arrays(situation) or found["name"] in _WITHOUT):
        return None
    without = _WITHOUT.get(found["name"], _WHICH_FUNCTION)
    return {"name": found["name"], "without": f" {say(without)}"}


_WHICH_FUNCTION = template("Which function of NumPy does what is meant?")


# What a walk and a rule are given.


def bare_gradient(situation: Situation) -> Words | None:
    """A rule's one tensor taken for a tuple, where there is a method that always gives one."""
    pattern = r"'(\w+)' object is not (?:iterable|subscriptable)|non-iterable (\w+)"
    found = _raised(situation, "TypeError", pattern)
    error = situation.error
    if found is None or error is None or not error.lines:
        return None
    function = function_at(situation, error.lines[-1])
    called = {
        part.func.attr
        for part in (ast.walk(function) if function is not None else ())
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
    }
    there = "gradient_as_tuple" in situation.own_names and _made(situation, found[1] or found[2])
    return {} if there and "gradient" in called and "gradient_as_tuple" not in called else None


#: What may be given all inputs.
_TAKES_ALL = (
    *("len", "list", "tuple", "zip", "enumerate", "reversed", "iter", "any", "all", "map"),
    *("filter", "range", "max", "min", "sum", "print", "type", "isinstance", "id", "set", "next"),
)


def all_inputs(situation: Situation) -> Words | None:
    """`node.inputs`, a list, where one of the inputs is meant."""
    error = situation.error
    if error is None or error.kind not in ("ValueError", "TypeError") or not error.lines:
        return None
    for line in error.lines:
        function = function_at(situation, line)
        lists = {"node.inputs"}
        for part in ast.walk(function) if function is not None else ():
            if isinstance(part, ast.Assign) and ast.unparse(part.value) == "node.inputs":
                lists |= {ast.unparse(one) for one in part.targets if isinstance(one, ast.Name)}
        for part in ast.walk(function) if function is not None else ():
            if getattr(part, "lineno", 0) != line.line:
                continue
            if isinstance(part, ast.Call):
                taken = [] if ast.unparse(part.func) in _TAKES_ALL else part.args
            else:
                taken = [part.left, part.right] if isinstance(part, ast.BinOp) else []
            for one in taken:
                if (text := ast.unparse(one)) in lists and line.function == "gradient":
                    return {"text": text, "line": str(line.line)}
    return None


def another_file(situation: Situation) -> Words | None:
    """A file that is named in the code, where the name is handed over as an argument."""
    error = situation.error
    if _raised(situation, "FileNotFoundError|NotADirectoryError", "") is None or error is None:
        return None
    function = function_at(situation, error.lines[-1]) if error.lines else None
    if function is None:
        return None
    names = [one.arg for one in function.args.args if one.arg != "self"]
    used = any(re.search(rf"\b{name}\b", error.source) for name in names)
    if not names or used:
        return None
    return {"names": joined(f"`{name}`" for name in names), "function": function.name}
