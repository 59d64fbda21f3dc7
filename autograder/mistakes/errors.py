"""Recognizing by what was raised or returned: names, attributes, kinds of things."""

from __future__ import annotations

import ast
import difflib
import math
import re
import sys
from collections import Counter

from autograder.language import in_english, say
from autograder.mistakes.cells import plainly
from autograder.mistakes.definitions import parsed
from autograder.mistakes.situation import Recognizer, Situation, Words


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
        match = re.search(message, situation.message)
        return {name: say(word) for name, word in match.groupdict("").items()} if match else None

    return recognize


def engine_says(situation: Situation) -> Words | None:
    """An error of adlearn's, whose message says what to write instead; or NumPy's in its place."""
    error = situation.error
    if error is None or not ("AdlearnError" in error.kinds or _DROPPED in error.detail):
        return None
    return {"place": say("in that line") if error.where else say("after your function's `return`")}


#: What adlearn adds where NumPy has an error of its own for `a[i] = x`.
_DROPPED = "would drop the derivative"


_TARGET = re.compile(r"(?P<target>(?P<name>[\w.]+)\[(?P<place>[^=]*)\])[^=]*?[-+*/]?=(?!=)")


def _filled(situation: Situation) -> dict[str, str] | None:
    """Give what is written into, in a line that lost a derivative by that."""
    error = situation.error
    if error is None or not error.lines:
        return None
    lost = error.kind in ("LostDerivative", "NotAssignable") or _DROPPED in error.detail
    line = error.lines[-1]
    found = _TARGET.match(line.source.strip()) if lost and line.line else None
    if found is None or "(" in found["target"]:
        return None
    return found.groupdict() | {"line": str(line.line)}


def filled_whole(situation: Situation) -> Words | None:
    """`a[:] = ...`, where a new array is meant."""
    found = _filled(situation)
    return found if found and found["place"] in (":", "...", ":, :", ":,:") else None


def filled_place(situation: Situation) -> Words | None:
    """`a[i] = ...` of a plain array, with a traced number."""
    found, error = _filled(situation), situation.error
    return found if found and error and error.kind != "NotAssignable" else None


def module_not_imported(situation: Situation) -> Words | None:
    """A module of Python's that no cell has imported."""
    name = situation.missing
    known = name in sys.stdlib_module_names and situation.cells.defining(name) is None
    return {"name": name} if known else None


def parts_of_other_shapes(situation: Situation) -> Words | None:
    """An array that was to be made of a tuple or a list of other shapes, by calculating with it."""
    error = situation.error
    line = (error.lines[-1].source if error.lines else error.source) if error else ""
    found = raised("ValueError", r"inhomogeneous")(situation)
    return None if re.search(r"(?:array|stack)\(", line) else found


def array_as_count(situation: Situation) -> Words | None:
    """`range` of an array."""
    error = situation.error
    line = (error.lines[-1].source if error.lines else error.source) if error else ""
    found = raised("TypeError", r"scalar arrays can be converted|cannot be interpreted as an int")
    given = found(situation) is not None and re.search(r"\brange\(", line)
    return {} if given and error and "float" not in error.detail else None


def unpacking_in_a_loop(situation: Situation) -> Words | None:
    """A `for` with several names that got one thing, as going through a dictionary gives keys."""
    error = situation.error
    one = error and re.search(r"cannot unpack non-iterable (\w+)", error.detail)
    names = error and re.search(r"\bfor\s+([\w\s,()]+?)\s+in\b", error.source)
    if not one or not names or "," not in names[1]:
        return None
    return {"kind": one[1], "wanted": str(names[1].rstrip(" ,").count(",") + 1)}


def self_dot(situation: Situation) -> Words | None:
    """A name that is an attribute: `self.` forgotten."""
    name = situation.missing
    return {"name": name} if name and name in situation.own_names else None


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
    beside = set(re.findall(r"[A-Za-z_]\w*", situation.error.source)) if situation.error else set()
    there -= beside  # what stands in the same line is meant there
    same = [n for n in sorted(there) if plainly(n) == plainly(name)]
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


def tuple_forgotten(situation: Situation) -> Words | None:
    """One number where several things are wanted, in an assignment with rules that return them."""
    found = raised("TypeError", r"'(?:numpy\.)?(?:int|float|bool)\w*' object is not iterable")
    words = found(situation)
    known = "grads" in situation.own_names or not situation.cells.outlines
    return words if known else None


_OF_NUMBER = re.compile(r"'(?:numpy\.)?(?:int|float|bool)\w*' object has no attribute '(\w+)'")


def plain_number(situation: Situation) -> Words | None:
    """A plain number among the parents was taken for a value."""
    error = situation.error
    found = _OF_NUMBER.search(error.detail) if error and error.kind == "AttributeError" else None
    owners = [
        outline.shape.definitions[0]
        for outline in situation.cells.outlines.values()
        if outline.role == "given" and outline.shape.attributes and outline.shape.definitions
    ]
    if found is None or error is None or found.group(1) == "numpy":
        return None
    if found.group(1) == "value" and error.function in ("func", "grads"):
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
    name, there = found.group(1), sorted(situation.own_names)
    close = [] if name in there else difflib.get_close_matches(name, there, 1, 0.7)
    return {"name": name, "meant": close[0]} if close else None


def array_for_object(situation: Situation) -> Words | None:
    """A plain array where the check, and no line of the student's, asks for an object."""
    error = situation.error
    found = re.search(
        r"'numpy.ndarray' object has no attribute '(\w+)'", error.detail if error else ""
    )
    return {"name": found[1]} if found and error and not error.lines else None


def into_floats(situation: Situation) -> Words | None:
    """An object that is put into an array of floats."""
    error = situation.error
    if error is None or not re.search(r"\w\[.+\]\s*=[^=]", error.source):
        return None
    return {} if re.search(r"float\(\)|real number|setting an array", error.detail) else None


_MADE_BY_SHAPE = re.compile(r"\b(np\.(?:zeros|ones|empty|full))\((?!.*shape)")


def shape_wanted(situation: Situation) -> Words | None:
    """A function that makes an array of a shape, and was given no shape; what else it takes."""
    error = situation.error
    if error is None or error.kind != "TypeError":
        return None
    said = r"as an integer|integer scalar arrays|only (?:length-1|0-dimensional) arrays"
    found = _MADE_BY_SHAPE.search(error.source) if re.search(said, error.detail) else None
    if found is None:
        return None
    return {"function": found[1], "fill": ", value" if found[1] == "np.full" else ""}


def argument(situation: Situation) -> Words | None:
    """`self.` before an argument."""
    error = situation.error
    found = error and re.search(r"object has no attribute '(\w+)'", error.detail)
    tree = parsed(situation.source)
    for node in ast.walk(tree) if tree and found else ():
        if not isinstance(node, ast.FunctionDef) or not error or not found:
            continue
        given = [one.arg for one in node.args.args]
        if node.name == error.function and found[1] in given:
            return {"name": found[1], "function": node.name}
    return None


def added_to_a_key(situation: Situation) -> Words | None:
    """A key that is not there, in a line that adds to what stands under it."""
    line = _line_of_key(situation)
    adds = re.search(r"(\w[\w.]*\[.+?\])\s*[-+*/]=", line)
    again = re.match(r"(\w[\w.]*\[.+?\])\s*=[^=]", line)
    return {} if adds or (again and again[1] in line[again.end() :]) else None


def none_that_was_not_handed_over(situation: Situation) -> Words | None:
    """An argument that is called, and is None where nothing is handed over."""
    error = situation.error
    if error is None or "'NoneType' object is not callable" not in error.detail:
        return None
    called = re.findall(r"(?<![.\w])(\w+)\(", error.source)
    for outline in situation.own:
        for parameters in outline.shape.parameters.values():
            for name in called:
                if f"{name}=None" in parameters:
                    return {"name": name}
    return None


def listed_under_a_key(situation: Situation) -> Words | None:
    """The same, in a line that puts something into a list under it."""
    found = re.search(r"(\w[\w.]*)\[(.+?)\]\.(append|extend)\(", _line_of_key(situation))
    return {"d": found[1], "key": found[2], "method": found[3]} if found else None


def _line_of_key(situation: Situation) -> str:
    error = situation.error
    return error.source if error is not None and error.kind == "KeyError" else ""


def index(situation: Situation) -> Words | None:
    """An index that is too large, with a question about the loop if there is one around it."""
    error = situation.error
    if error is None or error.kind != "IndexError" or re.search(_NOT_TOO_LARGE, error.detail):
        return None
    tree = parsed(situation.source)
    loops = [
        node
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, _LOOPS) and node.lineno <= (error.line or 0) <= (node.end_lineno or 0)
    ]
    return {"loop": say("; does the loop go over the right one?") if loops else "."}


#: What is wrong with an index besides its size.
_NOT_TOO_LARGE = (
    r"shape mismatch|too many indices|must be|only integers|invalid index|did not match"
)
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def assertion(situation: Situation) -> Words | None:
    """An `assert` of the student's own; where shapes are in it or were asked, they are named."""
    error = situation.error
    if error is None or error.kind != "AssertionError":
        return None
    text = f"{error.source} {in_english(error.asked)} {situation.message}"
    if re.search(r"shape|ndim|axes|axis", text):
        return {
            "cases": say("for a single number, for axes of size 1, for more axes than you think of")
        }
    return {"cases": say("for zero, for negative numbers, for plain numbers and other constants")}


def recursion(situation: Situation) -> Words | None:
    """A function that calls itself without end."""
    error = situation.error
    if error is None or error.kind != "RecursionError":
        return None
    own = [name for name, _, _ in situation.functions()]
    mine = [name for name in error.callers if name in own]
    function = Counter(mine or error.callers).most_common(1)
    return {"function": function[0][0] if function else say("a function of yours")}
