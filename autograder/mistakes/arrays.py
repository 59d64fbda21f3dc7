"""Recognizing what is particular to arrays: shapes, history that is cut, writing in place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.asking.comparing import broadcast
from autograder.asking.localize import SET_OTHERWISE
from autograder.errors import place_of
from autograder.language import say
from autograder.mistakes.situation import Situation, Words

_TWO_SHAPES = re.compile(r"shapes (\([\d, ]*\))(?: and)? (\([\d, ]*\))")
#: What is said of an array that was changed: by which method, or what it is called.
_CHANGED = re.compile(
    r"`\w+\.(?P<method>\w+)` changed the array of .* in place"
    r"| changed `?(?P<name>\w+)`?, which belongs"
)
#: What gives the array that is inside of a tensor.
_TAKES_OUT = ("numpy", "realize_cached_data", "detach", "data", "cached_data")
#: What an array is asked for that no derivative has to do with.
_NO_NUMBERS = ("shape", "ndim", "dtype", "size")


def shapes_apart(situation: Situation) -> Words | None:
    """Two shapes that stand in an exception, neither of which is repeated into the other."""
    error = situation.error
    said = error.detail if error and error.kind in ("ValueError", "IndexError") else ""
    found = _TWO_SHAPES.search(said)
    if found is None:
        return None
    one, other = (tuple(map(int, re.findall(r"\d+", text))) for text in found.groups())
    if broadcast(one, other) or broadcast(other, one):
        return None
    return {"one": str(one), "other": str(other)}


#: How `np.dot` says that two arrays have no product.
_NO_PRODUCT = re.compile(
    r"shapes (?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\)) not aligned: "
    r"\d+ \(dim (?P<axis>\d)\) != \d+ \(dim (?P<with_>\d)\)"
)


def shapes_of_product(situation: Situation) -> Words | None:
    """Two arrays that have no product, and the axes that were to be added up."""
    error = situation.error
    found = _NO_PRODUCT.search(error.detail) if error and error.kind == "ValueError" else None
    return found.groupdict() if found else None


_NO_MATMUL = re.compile(
    r"matmul: .*mismatch.*\(size (?P<other>\d+) is different from (?P<one>\d+)\)"
)


def shapes_of_matmul(situation: Situation) -> Words | None:
    """The same, of `@`."""
    error = situation.error
    found = _NO_MATMUL.search(error.detail) if error and error.kind == "ValueError" else None
    return found.groupdict() if found else None


def written_into(situation: Situation) -> Words | None:
    """A line that writes into an array, where one is known to have been changed."""
    error, message = situation.error, situation.message
    if error is not None and "read-only" in error.detail and error.source:
        return {"text": error.source, "place": place_of(error.cell, error.line, error.defines)}
    where = (situation.result.counterexample or {}).get("where") or {}
    sentence = where if isinstance(where, str) else str(where.get("sentence", ""))
    told = _CHANGED.search(message)
    if told is None and say(SET_OTHERWISE) not in sentence:
        return None
    found = list(_writes(situation, told))
    cells = {words["cell"] for words in found}
    return found[0] if len(cells) == 1 else None


def _writes(situation: Situation, told: re.Match[str] | None) -> Iterator[Words]:
    """Give the lines that write into the array of a tensor, or into one that came as it is."""
    whole = situation.result.whole
    for _, function, outline in situation.functions(everywhere=whole):
        inside = {
            target.id
            for part in ast.walk(function)
            if isinstance(part, ast.Assign) and _is_inside(part.value)
            for target in part.targets
            if isinstance(target, ast.Name)
        }
        if told and told["method"] == function.name == "compute":
            inside |= {one.arg for one in function.args.args}
        if told and told["name"]:
            inside.add(told["name"])
        for part in ast.walk(function):
            if isinstance(part, ast.AugAssign):
                written = _array_of(part.target, inside)
            elif isinstance(part, ast.Assign):
                (first, *_) = part.targets
                put = isinstance(first, ast.Subscript) and _array_of(first, inside)
                written = put or (not whole and _is_inside(first))
            elif isinstance(part, ast.Call):
                written = any(word.arg == "out" for word in part.keywords)
            else:
                continue
            if written:
                place = say("line {line} of {cell}", line=part.lineno, cell=outline.called)
                yield {"text": ast.unparse(part), "place": place, "cell": outline.id}


def _is_inside(value: ast.expr) -> bool:
    """Say whether an expression is the array of a tensor itself, and no copy."""
    called = value.func if isinstance(value, ast.Call) else value
    return isinstance(called, ast.Attribute) and called.attr in _TAKES_OUT


def _array_of(target: ast.expr, inside: set[str]) -> bool:
    """Say whether to write there changes the array of a tensor."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return _is_inside(target) or (isinstance(target, ast.Name) and target.id in inside)


def taken_out(situation: Situation) -> Words | None:
    """An array that is taken out of a tensor, where a derivative is differentiated again."""
    if situation.kind != "gradient" or "differentiated again" not in situation.message:
        return None
    for _, function, _ in situation.functions():
        harmless = {
            id(part.value)
            for part in ast.walk(function)
            if isinstance(part, ast.Attribute) and part.attr in _NO_NUMBERS
        }
        calls = {id(p.func): p for p in ast.walk(function) if isinstance(p, ast.Call)}
        for part in ast.walk(function):
            if not (isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Load)):
                continue
            whole = calls.get(id(part), part)
            if part.attr in _TAKES_OUT and id(whole) not in harmless:
                return {"text": ast.unparse(whole), "line": str(whole.lineno)}
    return None
