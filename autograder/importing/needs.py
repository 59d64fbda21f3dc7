"""What a statement needs: names of its file, and which of them already where it stands."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.importing.reading import FUNCTIONS, root


@dataclass(frozen=True, slots=True)
class Needs:
    """The global names that a statement uses.

    Parameters
    ----------
    all : frozenset of str
        All of them, but those that stand in hints alone.
    at_once : frozenset of str
        Those that have to be there when the statement runs: base classes, decorators, defaults.
    """

    all: frozenset[str]
    at_once: frozenset[str]


def needs_of(text: str) -> Needs:
    """Say what a statement needs.

    Examples
    --------
    >>> found = needs_of("class A(B):\\n    def f(self, x: Hint = c): return g(x)")
    >>> sorted(found.all), sorted(found.at_once)
    (['B', 'c', 'g'], ['B', 'c'])
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if getattr(node, name, None) is not None:
                setattr(node, name, ast.Constant(None) if name == "annotation" else None)
    used = frozenset(_globals(ast.unparse(tree)))
    plain = not isinstance(tree.body[0], (*FUNCTIONS, ast.ClassDef))
    return Needs(used, used if plain else used & frozenset(_at_once(tree.body[0])))


def _globals(text: str) -> Iterator[str]:
    top = symtable.symtable(text, "<statement>", "exec")
    yield from (one.get_name() for one in top.get_symbols() if one.is_referenced())
    tables = list(top.get_children())
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for one in table.get_symbols():
            if one.is_global() and (one.is_referenced() or one.is_declared_global()):
                yield one.get_name()


def _at_once(node: Any) -> Iterator[str]:
    """Give the names that are read when a definition runs."""
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        inner = [*getattr(node, "decorator_list", []), *node.args.defaults, *node.args.kw_defaults]
    else:
        inner = list(ast.iter_child_nodes(node))
    for child in filter(None, inner):
        if isinstance(child, ast.Name):
            yield child.id
        yield from _at_once(child)


def hints_of(tree: ast.AST) -> Iterator[ast.expr]:
    """Give the annotations that Python evaluates; of a local variable it does not."""
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.arg) and node.annotation is not None:
            yield node.annotation
    for node in _outside_functions(tree):
        if isinstance(node, ast.AnnAssign):
            yield node.annotation


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, FUNCTIONS):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def registered(node: ast.stmt, by: Container[str]) -> str:
    """Give what a statement registers, as a name: ``defvjp(anp.exp, ...)`` is ``defvjp(exp)``.

    Parameters
    ----------
    node : ast.stmt
    by : container of str
        The functions that register something, as those that a notebook gives for it.

    Examples
    --------
    >>> registered(ast.parse("defvjp(anp.exp, lambda g, ans, x: g * ans)").body[0], ["defvjp"])
    'defvjp(exp)'
    >>> registered(ast.parse("print(anp.exp)").body[0], ["defvjp"])
    ''
    """
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not call.args:
        return ""
    names = [
        part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "")
        for part in (call.func, call.args[0])
    ]
    return f"{names[0]}({names[1]})" if all(names) and names[0] in by else ""


def chains(tree: ast.AST) -> Iterator[tuple[ast.Attribute, list[str]]]:
    """Give each longest chain of attributes that begins with a name, as its parts."""
    inner = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner and root(node):
            parts, at = [], node
            while isinstance(at, ast.Attribute):
                parts.append(at.attr)
                at = at.value  # type: ignore[assignment]
            if isinstance(at, ast.Name):
                yield node, [at.id, *reversed(parts)]


class Edits:
    """Changes to a text, by the places of its parsed nodes."""

    def __init__(self, text: str) -> None:
        self._lines = [line.encode() for line in text.split("\n")]
        self._made: list[tuple[tuple[int, int], tuple[int, int], str]] = []

    def replace(self, node: Any, text: str) -> None:
        """Put a text in the place of a node."""
        start, end = (node.lineno - 1, node.col_offset), (node.end_lineno - 1, node.end_col_offset)
        self._made.append((start, end, text))

    def drop_decorator(self, node: ast.expr) -> None:
        """Take a decorator's lines out."""
        last = (node.end_lineno or node.lineno) - 1
        self._made.append(((node.lineno - 1, 0), (last, len(self._lines[last])), "\0"))

    def __str__(self) -> str:
        lines = list(self._lines)
        for (first, begin), (last, end), text in sorted(self._made, reverse=True):
            joined = lines[first][:begin] + text.encode() + lines[last][end:]
            lines[first : last + 1] = joined.split(b"\n")
        return "\n".join(line.decode() for line in lines if line != b"\0")
