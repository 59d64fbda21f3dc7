"""What the user's own source says of its expressions: what becomes of the value of each.

An instruction of Python knows which part of the source it is of. Where that part is the whole of
what is assigned to a name, its value has that name; where it is the whole of what a function
returns, the name is the caller's.
"""

from __future__ import annotations

import ast
import functools
import linecache
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from adlearn.programs.lines import Place

#: What calls a function of the user's under another name than it has.
CALLING = {"__call__", "forward"}

Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Role:
    """What becomes of the value of an expression.

    Attributes
    ----------
    names : tuple of (str or None), or None
        What it is assigned to; several where it is taken apart.
    returned : bool
        Whether it is what a function returns.
    element : int or None
        Which element it is of the tuple that is returned.
    """

    names: tuple[str | None, ...] = ()
    apart: bool = False
    returned: bool = False
    element: int | None = None


@dataclass(slots=True)
class Source:
    """What a file says about the expressions in it, by where they are.

    Attributes
    ----------
    roles : dict of {Span: Role}
    called : dict of {Span: str}
        The name by which a function is called; empty where it is the answer of another call.
    looping : set of Span
        What is in a loop.
    lambdas : dict of {str: set of int}
        Names that are given to a lambda, and its lines.
    made : set of str
        Names that are given to the answer of a call: `df = ad.grad(f)`.
    """

    roles: dict[Span, Role] = field(default_factory=dict)
    called: dict[Span, str] = field(default_factory=dict)
    looping: set[Span] = field(default_factory=set)
    lambdas: dict[str, set[int]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)

    def read(self, node: ast.AST, loop: bool = False) -> None:
        """Read a node and what is in it."""
        todo = [(node, loop)]
        while todo:
            node, loop = todo.pop()
            self.note(node)
            inside = loop or isinstance(node, LOOPS)
            if inside and isinstance(node, (ast.expr, ast.AugAssign)):
                self.looping.update(spans_of(node))
            todo += [(child, inside) for child in ast.iter_child_nodes(node)]

    def note(self, node: ast.AST) -> None:
        """Note what a statement or an expression says of those in it."""
        if isinstance(node, ast.Assign):
            self.assigned(node.targets[0], node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            self.assigned(node.target, node.value)
        elif isinstance(node, ast.AugAssign):  # the operator's place is the whole statement
            self.roles[span_of(node)] = Role((name_of(node.target),))
        elif isinstance(node, ast.Return) and node.value is not None:
            self.is_returned(node.value)
        elif isinstance(node, ast.Lambda):
            self.is_returned(node.body)
        elif isinstance(node, ast.Call):
            for span in spans_of(node):
                self.called[span] = name_of(node.func) or ""

    def assigned(self, target: ast.expr, value: ast.expr) -> None:
        """Note that a value is assigned."""
        if isinstance(target, (ast.Tuple, ast.List)):
            self.taken_apart(target, value)
            return
        name = name_of(target)
        if name and isinstance(value, ast.Lambda):
            self.lambdas.setdefault(name, set()).add(value.lineno)
        if name and isinstance(value, ast.Call):
            self.made.add(name)
        self.put(value, Role((name,)))

    def taken_apart(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        """Note that the elements of a value are assigned."""
        parts = target.elts
        if any(isinstance(part, ast.Starred) for part in parts):
            return
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(parts):
            for part, element in zip(parts, value.elts, strict=True):
                self.assigned(part, element)
        else:
            self.put(value, Role(tuple(map(name_of, parts)), apart=True))

    def is_returned(self, value: ast.expr) -> None:
        """Note that a value is returned, or each element of a tuple."""
        self.put(value, Role(returned=True))
        if isinstance(value, ast.Tuple) and not any(
            isinstance(part, ast.Starred) for part in value.elts
        ):
            for i, element in enumerate(value.elts):
                self.put(element, Role(returned=True, element=i))

    def put(self, value: ast.expr, role: Role) -> None:
        """Note what becomes of a value; of a choice, either one becomes it."""
        if isinstance(value, ast.IfExp):
            self.put(value.body, role)
            self.put(value.orelse, role)
        for span in spans_of(value):
            self.roles[span] = role


LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)


def name_of(target: ast.expr) -> str | None:
    """Give the name of what is assigned or called: of `self.h`, it is h."""
    if isinstance(target, ast.Attribute):
        return target.attr
    name = target.id if isinstance(target, ast.Name) else ""
    return name if name.strip("_") else None


def span_of(node: Any) -> Span:
    """Say where a node is, in the order of `co_positions`."""
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def spans_of(node: ast.AST) -> Iterator[Span]:
    """Say where instructions think that a node is: of a chain of methods over several lines, where
    the last name is, counted in letters and not in bytes."""
    yield (span := span_of(node))
    named = node.func if isinstance(node, ast.Call) else node
    if isinstance(named, ast.Attribute) and named.value.lineno != named.end_lineno:
        line, _, _, column = named.end_lineno, 0, 0, named.end_col_offset
        assert line is not None and column is not None
        yield line, span[1], column - len(named.attr), span[3]


@functools.lru_cache(128)
def read(text: str) -> Source:
    """Read a file; what is no Python says nothing."""
    source = Source()
    try:
        source.read(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError):
        return Source()
    return source


# Where an instruction is


class Reader:
    """Looks up instructions in their sources, each once.

    Attributes
    ----------
    sources : dict of {str: Source}
        By the name of the file.
    """

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.positions: dict[CodeType, list[Any]] = {}

    def source(self, code: CodeType) -> Source:
        """Give the source of a function: a file, or a notebook's cell."""
        name = code.co_filename
        if name not in self.sources:
            self.sources[name] = read("".join(linecache.getlines(name)))
        return self.sources[name]

    def span(self, code: CodeType, instruction: int) -> Any:
        """Say which part of the source an instruction is of."""
        if code not in self.positions:
            self.positions[code] = list(code.co_positions())
        found = self.positions[code]
        return found[instruction // 2] if 0 <= instruction // 2 < len(found) else None

    def role(self, code: CodeType, instruction: int) -> Role | None:
        """Say what becomes of what an instruction computes."""
        return self.source(code).roles.get(self.span(code, instruction))

    def loops(self, place: Place) -> bool:
        """Say whether a place may be passed several times."""
        return any(self.span(*frame) in self.source(frame[0]).looping for frame in place)

    def is_call_of(self, caller: tuple[CodeType, int], callees: list[CodeType]) -> bool:
        """Say whether an instruction calls a function itself, and not a derivative of it: by its
        name or that of a wrapper, or as what was passed."""
        code, instruction = caller
        source = self.source(code)
        name = source.called.get(self.span(code, instruction))
        names = {callee.co_name for callee in callees}
        if name is None:  # an operator or a property
            return callees[-1].co_name.startswith("__") or not names.isdisjoint(code.co_names)
        if name in names or not names.isdisjoint(CALLING):
            return bool(name)
        if name in source.made:
            return False
        lines = source.lambdas.get(name, set())
        is_lambda = any(c.co_name == "<lambda>" and c.co_firstlineno in lines for c in callees)
        parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return is_lambda or name in parameters or name in code.co_freevars

    def claim(self, place: Place) -> tuple[str, int] | None:
        """Give the name of what an instruction computes, and how many calls up it is given."""
        element = None
        for up, (code, instruction) in enumerate(place):
            if up and not self.is_call_of(place[up], [code for code, _ in place[:up]]):
                return None
            role = self.role(code, instruction)
            if role is None:
                return None
            if role.returned:
                if role.element is not None:
                    if element is not None:
                        return None
                    element = role.element
                continue
            if role.apart != (element is not None) or (element or 0) >= len(role.names):
                return None
            name = role.names[element or 0]
            return (name, up) if name else None
        return None
