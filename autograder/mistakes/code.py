"""Recognizing by the code that was written, beside what was released."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.errors import place_of
from autograder.language import listed, say
from autograder.mistakes.definitions import parsed
from autograder.mistakes.situation import Situation, Words


def _spoken_of(situation: Situation, function: str) -> bool:
    return re.search(rf"[`.]{re.escape(function)}\b", situation.message) is not None


def printed(situation: Situation) -> Words | None:
    """A function that prints its result and returns nothing."""
    if situation.kind != "type" or not re.search(_IS_NONE, situation.message):
        return None
    for name, node, outline in situation.functions():
        parts = list(ast.walk(node))
        prints = [
            n
            for n in parts
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print"
        ]
        returns = any(isinstance(n, ast.Return) and n.value is not None for n in parts)
        if _spoken_of(situation, name) and prints and not returns:
            line = prints[0].lineno
            return {"place": say(", in line {line} of {cell}", line=line, cell=outline.called)}
    return None


#: How messages say that nothing came back.
_IS_NONE = r"is None|of type None"


def not_printed(situation: Situation) -> Words | None:
    """A function that returns what it should print."""
    if situation.kind != "output" or "It printed: nothing" not in situation.message:
        return None
    for name, node, _ in situation.functions():
        parts = list(ast.walk(node))
        returns = any(isinstance(n, ast.Return) and n.value is not None for n in parts)
        prints = any(isinstance(n, ast.Name) and n.id == "print" for n in parts)
        if _spoken_of(situation, name) and returns and not prints:
            return {}
    return None


def whole_division(situation: Situation) -> Words | None:
    """`//` where a quotient is meant: in what is computed, and not where things are counted."""
    said = (situation.result.diagnosis or {}).get("says_what")
    if situation.kind not in ("value", "partials") or said:
        return None
    for _, node, _ in situation.functions():
        counting = {
            id(part)
            for one in ast.walk(node)
            if isinstance(one, (ast.Call, ast.Subscript, ast.UnaryOp))
            for part in ast.walk(one)
        }
        for part in ast.walk(node):
            whole = isinstance(part, ast.BinOp) and isinstance(part.op, ast.FloorDiv)
            if whole and id(part) not in counting:
                return {}
    return None


def _parts(situation: Situation) -> Iterator[tuple[ast.AST, ast.FunctionDef]]:
    """Give all that stands in the question's functions, where the check fails by an answer."""
    if situation.kind in ("unwritten", "raised", "crash") or situation.missing:
        return
    for _, node, _ in situation.functions():
        for part in ast.walk(node):
            yield part, node


def step_not_called(situation: Situation) -> Words | None:
    """A statement that names a method and does not call it."""
    numbers = _own_attributes(situation)
    for part, function in _parts(situation):
        if not (isinstance(part, ast.Expr) and isinstance(part.value, (ast.Attribute, ast.Name))):
            continue
        name = ast.unparse(part.value)
        if name.rpartition(".")[2] not in numbers | _bound_in(function):
            return {"name": name, "line": str(part.lineno)}
    return None


def _own_attributes(situation: Situation) -> set[str]:
    """Give what the given classes keep in their objects; none of it can be called."""
    return {name for o in situation.cells.outlines.values() for name in o.shape.attributes}


def _bound_in(function: ast.FunctionDef) -> set[str]:
    """Give the names of a function's arguments and of what it assigns."""
    parts = list(ast.walk(function))
    arguments = {part.arg for part in parts if isinstance(part, ast.arg)}
    names = [part for part in parts if isinstance(part, ast.Name)]
    return arguments | {part.id for part in names if isinstance(part.ctx, ast.Store)}


def asks(situation: Situation) -> Words | None:
    """Code that asks whoever runs it for numbers."""
    for part, _ in _parts(situation):
        if isinstance(part, ast.Call) and ast.unparse(part.func) == "input":
            return {"line": str(part.lineno)}
    return None


def compared(situation: Situation) -> Words | None:
    """A statement that only compares."""
    for part, _ in _parts(situation):
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Compare):
            return {"text": ast.unparse(part.value), "line": str(part.lineno)}
    return None


def plus_behind(situation: Situation) -> Words | None:
    """`=+` for `+=`."""
    for part, _ in _parts(situation):
        value = part.value if isinstance(part, ast.Assign) else None
        while isinstance(value, ast.BinOp):
            value = value.left
        if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.UAdd):
            return {"line": str(value.lineno)}
    return None


def never_called(situation: Situation) -> Words | None:
    """A function inside of a function that nobody calls."""
    for part, function in _parts(situation):
        special = getattr(part, "name", "").startswith("__")  # Python calls these itself
        if isinstance(part, ast.FunctionDef) and part is not function and not special:
            inside = set(map(id, ast.walk(part)))
            outside = [n for n in ast.walk(function) if id(n) not in inside]
            if not any(isinstance(n, ast.Name) and n.id == part.name for n in outside):
                return {"name": part.name, "line": str(part.lineno)}
    return None


def return_in_loop(situation: Situation) -> Words | None:
    """A `return` that ends a loop in its first round."""
    for part, _ in _parts(situation):
        if isinstance(part, (ast.For, ast.While)):
            # An `if` that does something first has not found what the loop looks for.
            deeper = [n.body[-1] for n in part.body if isinstance(n, ast.If) and len(n.body) > 1]
            for line in [*deeper, *part.body]:
                if isinstance(line, ast.Return):
                    return {"line": str(line.lineno)}
    return None


def name_only(situation: Situation) -> Words | None:
    """A loop's variable that is added to, in place of something that belongs to it."""
    for part, _ in _parts(situation):
        names = (
            [n.id for n in ast.walk(part.target) if isinstance(n, ast.Name)]
            if isinstance(part, ast.For)
            else []
        )
        for line in ast.walk(part) if names else ():
            if isinstance(line, ast.AugAssign) and ast.unparse(line.target) in names:
                return {"name": ast.unparse(line.target), "line": str(line.lineno)}
    return None


def local_for_own(situation: Situation) -> Words | None:
    """A local name in a method that is called like an attribute, and that nothing else reads."""
    shapes = [outline.shape for outline in situation.cells.outlines.values()]
    every = _own_attributes(situation)
    handed = {
        s.partition(" = ")[0].rpartition(".")[2] for shape in shapes for s in shape.statements
    }
    for part, function in _parts(situation):
        targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
        methods = [one.arg for one in function.args.args[:1]] == ["self"]
        of_class = _class_around(situation, function)
        attributes = every if of_class is None else _inherited(situation, of_class)
        if not methods or not isinstance(part, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            continue
        for target in targets:
            name = target.id if isinstance(target, ast.Name) else ""
            if name in attributes and not _used_otherwise(function, name, every | handed):
                return {"name": name, "line": str(part.lineno)}
    return None


def _class_around(situation: Situation, function: ast.FunctionDef) -> str | None:
    """Give the name of the class that a method stands in; None for a function by itself."""
    for ran in situation.cells.ran:
        tree = parsed(ran.source)
        for part in tree.body if tree else ():
            if isinstance(part, ast.ClassDef) and any(one is function for one in part.body):
                return part.name
    return None


def _inherited(situation: Situation, name: str) -> set[str]:
    """Give what the given classes that one is derived from keep in their objects."""
    outline = situation.cells.defining(name)
    found: set[str] = set()
    for base in outline.shape.bases.get(name, ()) if outline is not None else ():
        given = situation.cells.defining(base)
        if given is not None and given.role == "given":
            found |= set(given.shape.attributes)
    return found


def _used_otherwise(function: ast.FunctionDef, name: str, own: set[str]) -> bool:
    """Say whether a function has ``self.name``, too, or takes the local one for a value of its own.

    To put something into it, or to ask it for something, is what would be done with the attribute;
    but what only an object has (`own`) is asked of an object.
    """
    parts = list(ast.walk(function))
    inside = [
        p.value
        for p in parts
        if isinstance(p, ast.Subscript) or (isinstance(p, ast.Attribute) and p.attr not in own)
    ]
    return any(
        (isinstance(p, ast.arg) and p.arg == name)
        or (isinstance(p, ast.Attribute) and p.attr == name and ast.unparse(p.value) == "self")
        or (
            isinstance(p, ast.Name)
            and p.id == name
            and isinstance(p.ctx, ast.Load)
            and not any(p is one for one in inside)
        )
        for p in parts
    )


def kept_default(situation: Situation) -> Words | None:
    """A list, set or dictionary as a default."""
    for part, function in _parts(situation):
        if part is function:
            for default in function.args.defaults:
                called = isinstance(default, ast.Call) and ast.unparse(default.func)
                if isinstance(default, (ast.List, ast.Set, ast.Dict)) or called in _MUTABLE:
                    return {"line": str(default.lineno)}
    return None


_MUTABLE = ("list", "set", "dict")


def exact_type(situation: Situation) -> Words | None:
    """`type(...) is` where a class derived from that one is meant, too."""
    derived = {
        base
        for outline in situation.cells.outlines.values()
        for bases in outline.shape.bases.values()
        for base in bases
    }
    for part, _ in _parts(situation):
        if not isinstance(part, ast.Compare) or not ast.unparse(part.left).startswith("type("):
            continue
        if derived & {one.id for one in ast.walk(part) if isinstance(one, ast.Name)}:
            return {"text": ast.unparse(part), "line": str(part.lineno)}
    return None


def loop(situation: Situation) -> Words | None:
    """Code that ran into a time limit, or that somebody stopped."""
    if situation.result.verdict != "timeout":
        return None
    error = situation.error
    if error is not None and error.kind == "TimeLimit" and error.line:
        lines = _endless_around(situation.source, error.line)
        where = place_of(error.cell, lines[0] if lines else None, error.defines)
        if len(lines) > 1:
            several = say("lines {lines}", lines=listed(list(map(str, lines))))
            where = where.replace(say("line {line}", line=lines[0]), several, 1)
            return {
                "which": say(
                    "One of the loops in {where} does not end: which line of each", where=where
                )
            }
        if lines:
            return {"which": say("Which line of the loop in {where}", where=where)}
    callers = error.callers if error else ()
    for name, node, outline in situation.functions():
        for part in ast.walk(node):
            if isinstance(part, ast.While) and (name in callers or not callers):
                where = say("line {line} of {cell}", line=part.lineno, cell=outline.called)
                return {"which": say("Which line of the loop in {where}", where=where)}
    if error and error.where:
        return {"which": say("Which line of the loop near {where}", where=error.where)}
    return {"which": say("Which line of the loop")}


def _endless_around(source: str, line: int) -> list[int]:
    """Give the lines of the loops around a line that may have no end; of all if none may."""
    tree = parsed(source)
    around = [
        part
        for part in (ast.walk(tree) if tree else ())
        if isinstance(part, (ast.While, ast.For)) and part.lineno <= line <= (part.end_lineno or 0)
    ]
    endless = [part for part in around if isinstance(part, ast.While) or _may_grow(part)]
    return sorted(part.lineno for part in endless or around)


def _may_grow(loop: ast.For) -> bool:
    """Say whether what a `for` goes through may grow meanwhile, or have no end by itself."""
    if isinstance(loop.iter, ast.Call):
        inside = loop.iter.args
        return ast.unparse(loop.iter.func) not in _WITH_AN_END or any(
            isinstance(one, ast.Call) and ast.unparse(one.func) not in _WITH_AN_END
            for one in inside
        )
    through = ast.dump(loop.iter)
    return any(
        ast.dump(part).replace("Store()", "Load()") == through
        for one in loop.body
        for part in ast.walk(one)
    )


#: What goes through what it is given once, and through no more.
_WITH_AN_END = ("range", "reversed", "sorted", "list", "tuple", "set", "len")
