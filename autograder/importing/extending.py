"""What strangers put into the classes that an assignment gives: methods that these do not have."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from autograder.importing.reading import FUNCTIONS, Item, bound, unwritten
from autograder.importing.resolving import Names

#: Methods with such a name are called without it: by `1 / x`, `x > 0`, `x[0]`, `len(x)`. Not by
#: those who use an object: how one is made and ended.
_UNCALLED = re.compile(r"__(?!init__|new__|del__|init_subclass__)\w+__")
#: How many methods a class has at most whose lines are quoted where they differ.
SMALL = 3
_PLAIN_DECORATORS = ("property", "staticmethod", "classmethod")


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class that has a given class's name.

    Parameters
    ----------
    owner : str
        The class.
    item : Item
        The statement that defines it in the file.
    node : ast.stmt
        The method, as it stands in the statement's tree.
    """

    owner: str
    item: Item
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def called(self) -> str:
        """What messages call it."""
        return f"{self.owner}.{self.node.name}"

    def used(self, attributes: Iterable[str]) -> bool:
        """Say whether code with these attributes may call it."""
        return self.node.name in attributes or bool(_UNCALLED.fullmatch(self.node.name))


def given_classes(names: Names) -> Mapping[str, Mapping[str, ast.stmt | None]]:
    """Give what the assignment's classes have: class to name to method, None if it is data."""
    cells = [one for one in names.assignment.cells if one.role in ("given", "answer")]
    trees = [ast.parse(one.released) for one in cells]
    nodes = [node for tree in trees for node in tree.body]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    stored: dict[str, ast.stmt | None] = {
        node.attr: None
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }

    def has(node: ast.ClassDef) -> dict[str, ast.stmt | None]:
        found = dict(stored)
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in classes:
                found |= has(classes[base.id])
        for part in node.body:
            method = part if isinstance(part, FUNCTIONS) else None
            found |= dict.fromkeys(bound(part), method)
        return found

    return {name: has(node) for name, node in classes.items() if name in names.given}


def methods(names: Names, owner: str) -> Iterator[Method]:
    """Give the methods of the files' own version of a given class; of two, the last one."""
    found: dict[str, Method] = {}
    for item in names.definitions.get(owner, []):
        for node in getattr(item.node, "body", []):
            plain = all(ast.unparse(one) in _PLAIN_DECORATORS for one in _decorators(node))
            if isinstance(node, FUNCTIONS) and plain and not unwritten(node):
                found[node.name] = Method(owner, item, node)
    yield from found.values()


def given_otherwise(names: Names) -> Iterator[str]:
    """Say which of the assignment's classes are others in the files: these are not brought over.

    Of a class that is as small as an operation the line is quoted, where another thing is returned.
    """
    given = [one for one in names.assignment.cells if one.role == "given"]
    nodes = [node for one in given for node in ast.parse(one.source).body]
    others = []
    for node in (node for node in nodes if isinstance(node, ast.ClassDef)):
        ours = {one.name: one for one in node.body if isinstance(one, FUNCTIONS)}
        pairs = [
            (one, ours[one.node.name])
            for one in methods(names, node.name)
            if one.node.name in ours and _meaning(one.node) != _meaning(ours[one.node.name])
        ]
        if len(ours) > SMALL:
            others += [node.name] * bool(pairs)
            continue
        for one, our in pairs:
            if _last(one.node) == _last(our) or _meaning(one.node, -1) == _meaning(our, -1):
                continue
            if isinstance(one.node.body[-1], ast.Return):
                yield (
                    f"`{one.called}` ({one.item.place}) is not the assignment's: "
                    f"`{_last(one.node)}`; the assignment's, `{_last(our)}`, stands."
                )
    if others:
        listed = ", ".join(f"`{name}`" for name in others)
        yield f"Methods of {listed} are not the assignment's in the files; the assignment's stand."


def _last(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return ast.unparse(node.body[-1]).partition("\n")[0][:60]


def _meaning(node: ast.FunctionDef | ast.AsyncFunctionDef, first: int = 0) -> str:
    """Give what a method does, whatever its parameters are called, without its docstring.

    With -1 for the first statement, only what the last one does.
    """
    body = ast.parse(ast.unparse(node)).body[0].body  # type: ignore[attr-defined]
    called = {one.arg: f"_{number}" for number, one in enumerate(_parameters(node))}
    for part in (part for one in body for part in ast.walk(one)):
        if isinstance(part, ast.Name):
            part.id = called.get(part.id, part.id)
    said = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return "".join(map(ast.dump, body[int(said) :][first:]))


def attributes_in(texts: Iterable[str]) -> frozenset[str]:
    """Give the names that stand behind a dot."""
    return frozenset(
        node.attr
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
    )


def new_parameters(mine: ast.stmt, given: ast.stmt | None) -> list[str]:
    """Give the parameters of a method that the given one of its name does not have."""
    if not isinstance(mine, FUNCTIONS) or not isinstance(given, FUNCTIONS) or given.args.kwarg:
        return []
    there = {one.arg for one in _parameters(given)}
    named = [one.arg for one in _parameters(mine)]
    return named[len(there) :] if len(named) > len(there) else []


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _decorators(node: ast.AST) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])


def taken_out(item: Item, method: ast.stmt, name: str) -> Item | None:
    """Give a method as a function; None if it cannot stand outside of its class."""
    first = min([method.lineno, *(one.lineno for one in _decorators(method))])
    lines = item.text.split("\n")[first - 1 : method.end_lineno]
    text = textwrap.dedent("\n".join(lines))
    if "super()" in text or "self.__" in text.replace("__(", "("):
        return None
    made = ast.parse(text).body[0]
    called = getattr(made, "name", "")
    made.name = name  # type: ignore[attr-defined]
    text = text.replace(f"def {called}(", f"def {name}(", 1)
    return replace(item, text=text, node=made, names=frozenset({name}), touches=frozenset())


def put_into_class(method: Method) -> list[Item]:
    """Give the statements that put a method into a class that stands above; none if none can."""
    name = f"{method.owner}_{method.node.name.strip('_')}"
    function = taken_out(method.item, method.node, name)
    if function is None:
        return []
    text = f"{method.called} = {name}"
    node = ast.parse(text).body[0]
    touches = frozenset({method.owner})
    put = replace(function, text=text, node=node, names=frozenset(), touches=touches)
    return [function, put]
