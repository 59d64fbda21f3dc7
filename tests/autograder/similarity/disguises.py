"""Ways in which a copy is made to look like another program, which does the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

Answers = Mapping[str, str]


def _each(change: Callable[[ast.Module], ast.AST]) -> Callable[[Answers], dict[str, str]]:
    """Make a disguise of a change to each answer that is Python."""

    def disguise(answers: Answers) -> dict[str, str]:
        return {
            name: ast.unparse(ast.fix_missing_locations(change(ast.parse(text))))
            for name, text in answers.items()
        }

    return disguise


class _Renamed(ast.NodeTransformer):
    """Gives another name to every parameter and every variable inside of functions."""

    def __init__(self, tree: ast.Module) -> None:
        functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda))]
        inside = [node for one in functions for node in ast.walk(one)]
        self.own = {node.arg for node in inside if isinstance(node, ast.arg)} | {
            node.id
            for node in inside
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        called = {k.arg for n in ast.walk(tree) if isinstance(n, ast.Call) for k in n.keywords}
        self.own -= called - {None}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = f"my_{node.id}_1" if node.id in self.own else node.id
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = f"my_{node.arg}_1" if node.arg in self.own else node.arg
        return node


class _Literals(ast.NodeTransformer):
    """Writes other numbers and texts."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            node.value = f"{node.value}!"
        elif type(node.value) in (int, float):
            node.value = node.value + 7
        return node


def _remarks(answers: Answers) -> dict[str, str]:
    """Another layout, other numbers and texts, no docstrings, and a comment at every line."""
    changed = _each(lambda tree: _Literals().visit(tree))(answers)
    texts = {name: re.sub(r'^\s*"""[^"]*"""\n', "", text) for name, text in changed.items()}
    return {
        name: "\n".join(f"{line}  # {number}: mine" for number, line in enumerate(lines, 1))
        for name, lines in ((name, text.split("\n")) for name, text in texts.items())
    }


def _turned(tree: ast.Module) -> ast.Module:
    """The last function or class first, and so with the methods of each class."""
    for body in [tree.body, *(n.body for n in ast.walk(tree) if isinstance(n, ast.ClassDef))]:
        kinds = (ast.FunctionDef, ast.ClassDef)
        places = [number for number, node in enumerate(body) if isinstance(node, kinds)]
        for place, node in zip(places, [body[n] for n in reversed(places)], strict=True):
            body[place] = node
    return tree


class _Idle(ast.NodeTransformer):
    """Puts a statement that does nothing behind every third one."""

    def __init__(self) -> None:
        self.seen = 0

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list):
                filled = []
                for one in body:
                    filled.append(one)
                    self.seen += 1
                    if self.seen % 3 == 0 and not isinstance(one, ast.Return):
                        filled += ast.parse("checked = True").body
                setattr(node, name, filled)
        return node


renamed = _each(lambda tree: _Renamed(tree).visit(tree))
remarks = _remarks
functions_turned = _each(_turned)
idle = _each(lambda tree: _Idle().visit(tree))


def cells_turned(answers: Answers) -> dict[str, str]:
    """Each answer in the cell of another one, the last in the first."""
    return dict(zip(answers, reversed(answers.values()), strict=True))


def everything(answers: Answers) -> dict[str, str]:
    """All of it, one after another."""
    for one in (renamed, functions_turned, idle, remarks, cells_turned):
        answers = one(answers)
    return dict(answers)


DISGUISES: dict[str, Callable[[Answers], dict[str, str]]] = {
    "renamed": renamed,
    "remarks": remarks,
    "functions-turned": functions_turned,
    "cells-turned": cells_turned,
    "idle": idle,
    "everything": everything,
}
