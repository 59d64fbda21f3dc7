"""What the text of a cell defines: its classes and functions, their parameters, what it sets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from autograder.sandbox.worker.cells import without_magics

_DEFINITION = re.compile(r"^(class|(?:async\s+)?def)\s+(\w+)", re.MULTILINE)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the top level of a cell's text defines.

    Parameters
    ----------
    definitions : tuple of str
        Classes and functions, in order.
    bound : frozenset of str
        These, and all other names that it sets or imports.
    parameters : dict
        Function, or class and method with a dot between them, to its parameters: names, with their
        defaults and stars.
    statements : tuple of str
        Assignments to attributes, such as ``AutogradValue.backward = backward``.
    attributes : frozenset of str
        What is set on ``self`` in a method.
    bases : dict
        Class to the names of its base classes.
    written : dict
        Function or method, as in `parameters`, to what `written` counts in it.
    assigned : frozenset of str
        Names that are set by an assignment: to numbers, too.
    """

    definitions: tuple[str, ...] = ()
    bound: frozenset[str] = frozenset()
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    attributes: frozenset[str] = frozenset()
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()

    @classmethod
    def of(cls, source: str) -> Shape:
        """Read a text; of one that does not parse, only what its lines say they define."""
        tree = parsed(source)
        try:
            return cls._of_tree(tree) if tree is not None else cls._of_lines(source)
        except RecursionError:  # an expression of thousands of operations
            return cls._of_lines(source)

    @classmethod
    def _of_lines(cls, source: str) -> Shape:
        found = {name: kind for kind, name in _DEFINITION.findall(source)}
        classes: dict[str, tuple[str, ...]] = {
            n: () for n, kind in found.items() if kind == "class"
        }
        return cls(tuple(found), frozenset(found), bases=classes)

    @classmethod
    def _of_tree(cls, tree: ast.Module) -> Shape:
        definitions = [n for n in tree.body if isinstance(n, (ast.ClassDef, *FUNCTIONS))]
        targets = [target for node in tree.body for target in _targets(node)]
        assigned = {target.id for target in targets if isinstance(target, ast.Name)}
        bound = {node.name for node in definitions} | assigned
        bound |= {name for node in tree.body for name in _imported(node)}
        statements = [
            ast.unparse(node)
            for node in tree.body
            if any(isinstance(target, ast.Attribute) for target in _targets(node))
        ]
        return cls(
            tuple(dict.fromkeys(node.name for node in definitions)),
            frozenset(bound),
            {name: _parameters(node) for name, node in functions(definitions)},
            tuple(statements),
            frozenset(own_attributes(tree)),
            {
                node.name: tuple(map(ast.unparse, node.bases))
                for node in definitions
                if isinstance(node, ast.ClassDef)
            },
            {name: written(node) for name, node in functions(definitions)},
            frozenset(assigned),
        )


@lru_cache(maxsize=512)
def parsed(source: str) -> ast.Module | None:
    """Parse a cell's text, without its magics; None if it is not Python."""
    for text in (source, without_magics(source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        found = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For)):
        found = [node.target]
    else:
        return []
    return [part for one in found for part in (one.elts if isinstance(one, ast.Tuple) else [one])]


def _imported(node: ast.stmt) -> list[str]:
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return []
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def functions(nodes: Sequence[ast.stmt], before: str = "") -> Iterator[tuple[str, Any]]:
    """Give functions, and the methods of classes as ``Class.method``, by name."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{before}{node.name}.")
        elif isinstance(node, FUNCTIONS):
            yield before + node.name, node


def _parameters(function: Any) -> tuple[str, ...]:
    """Give what a function takes as it stands in its first line, without hints."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    first = len(plain) - len(given.defaults)
    named = list(zip(given.kwonlyargs, given.kw_defaults, strict=True))
    found = [a.arg for a in plain[:first]]
    found += map(_with_default, plain[first:], given.defaults)
    found += [f"*{given.vararg.arg}"] if given.vararg else ["*"] if named else []
    found += [_with_default(one, default) for one, default in named]
    return (*found, *([f"**{given.kwarg.arg}"] if given.kwarg else []))


def _with_default(one: ast.arg, default: ast.expr | None) -> str:
    return one.arg if default is None else f"{one.arg}={ast.unparse(default)}"


def own_attributes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            yield node.attr


def written(function: Any) -> int:
    """Count a function's statements, without its docstring and a stub's `raise`."""
    return sum(
        not isinstance(part, (ast.Raise, ast.Pass, ast.Assign, ast.AnnAssign))
        and not (isinstance(part, ast.Expr) and isinstance(getattr(part.value, "value", 0), str))
        for part in function.body
    )
