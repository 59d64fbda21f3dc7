"""What stands in an answer's cell beside the answer: it runs where a reference answer replaces it.

Imports, helpers and constants in the cell of one question are used by the answers to others. They
stay, as far as they cannot spoil the reference: no name that a given cell or a reference answer
defines or uses, and no statement that does anything else.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from autograder.pack import Assignment
from autograder.recognize import statements, without_names, written_at_their_lines
from autograder.source import TemplateCell

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
#: What may do something when a value is worked out.
_DOING = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


class Beside(NamedTuple):
    """The statements of a cell that stay: before the reference answer, and after it.

    After it comes what needs the answer's own names to run: an alias of it, a class derived from
    it.
    """

    before: str
    after: str


def kept_names(assignment: Assignment) -> tuple[str, ...]:
    """Give the names that given cells define or use, and Python's own."""
    given = [cell.source for cell in assignment.cells if cell.role == "given"]
    return tuple(sorted({name for text in given for name in _globals(text)} | set(dir(builtins))))


def reserved_names(assignment: Assignment, replaced: Iterable[TemplateCell]) -> frozenset[str]:
    """Give the names whose values no statement of a replaced cell may change.

    Parameters
    ----------
    assignment : Assignment
    replaced : iterable of TemplateCell
        The answers that are the reference's.
    """
    answers = [cell for cell in assignment.cells if cell.role == "answer"]
    names = {name for cell in answers for one in statements(cell.released) for name in one.names}
    names |= {name for cell in replaced for name in _globals(cell.source)}
    return frozenset(names.union(kept_names(assignment)))


@lru_cache(maxsize=512)
def beside(answer: str, source: str, reserved: frozenset[str]) -> Beside:
    """Give what stands in a cell beside its answer and cannot spoil a reference answer.

    Parameters
    ----------
    answer : str
        The reference's cell.
    source : str
        The student's.
    reserved : frozenset of str
        See `reserved_names`.
    """
    before, after = [], []
    there = {name for one in statements(answer) for name in one.names}
    for one in statements(source):
        node = _node(one.text)
        stays = node is not None and _only_defines(node)
        if stays and isinstance(node, _IMPORTS) and one.names & reserved:
            one = one._replace(text=without_names(one.text, reserved))
            stays = bool(_node(one.text))
        elif stays:
            stays = reserved.isdisjoint(one.names)
        if not stays or node is None:
            there |= one.names - reserved
        elif there.isdisjoint(_read_at_once(node)):
            before.append(one)
        else:
            after.append(one)
            there |= one.names
    return Beside(written_at_their_lines(before), written_at_their_lines(after))


def imports_of(source: str, reserved: frozenset[str]) -> str:
    """Give the imports of a cell, without the names that are reserved."""
    found = [one._replace(text=without_names(one.text, reserved)) for one in statements(source)]
    return written_at_their_lines(one for one in found if one.imports and one.text)


def _node(text: str) -> ast.stmt | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return body[0] if body else None


def _only_defines(node: ast.stmt) -> bool:
    """Say whether a statement is an import, a definition or a constant, in a `try` or an `if`."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef, *_IMPORTS, ast.Pass)):
        return True
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = (ast.Name, ast.Tuple, ast.Store)
        plain = all(isinstance(part, named) for one in targets for part in ast.walk(one))
        return plain and not any(isinstance(part, _DOING) for part in _run_at_once(node))
    if isinstance(node, ast.If):
        if any(isinstance(part, _DOING) for part in _run_at_once(node.test)):
            return False
        return all(map(_only_defines, [*node.body, *node.orelse]))
    if isinstance(node, ast.Try):
        handled = [one for handler in node.handlers for one in handler.body]
        inner = [*node.body, *handled, *node.orelse, *node.finalbody]
        return all(map(_only_defines, inner))
    return isinstance(node, ast.With) and all(isinstance(one, _IMPORTS) for one in node.body)


def _read_at_once(node: ast.stmt) -> set[str]:
    """Give the names that are read when a statement runs."""
    return {part.id for part in _run_at_once(node) if isinstance(part, ast.Name)}


def _run_at_once(node: Any) -> Iterator[ast.AST]:
    """Give the parts of a statement that run with it: of a function not its body."""
    yield node
    inner = ast.iter_child_nodes(node)
    if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
        hints = getattr(node, "returns", None)
        inner = iter([*getattr(node, "decorator_list", []), node.args, *([hints] if hints else [])])
    for child in inner:
        yield from _run_at_once(child)


@lru_cache(maxsize=64)
def _globals(source: str) -> frozenset[str]:
    """Give the global names that a cell defines or uses."""
    found: set[str] = set()
    tables = [symtable.symtable(source, "<given>", "exec")]
    found.update(tables[0].get_identifiers())
    for table in tables:
        tables += table.get_children()
        found.update(one.get_name() for one in table.get_symbols() if one.is_global())
    return frozenset(found)
