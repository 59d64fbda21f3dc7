"""What the lines of a program are called: as the user's own source calls what they compute.

An instruction of Python knows which part of the source it is of. Where that part is the whole of
what is assigned to a name, the line has that name; where it is the whole of what a function
returns, the name is the caller's. Nothing is called by a name that the source has for something
else: what is not certain stays `t1`, `t2`, ...
"""

from __future__ import annotations

import ast
import builtins
import functools
import itertools
import keyword
import linecache
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from adlearn.programs.lines import Equation, Line, Place, Var
from adlearn.programs.tracing import Input, Recording, equations

#: What a generated file calls something else by.
TAKEN = {*dir(builtins), *keyword.kwlist, "np", "scipy", "math"}
#: What calls a function of the user's under another name than it has.
CALLING = {"__call__", "forward"}

Span = tuple[int, int, int, int]


# What the source says


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


# Which line has the name

Key = tuple[int, ...]


@dataclass(slots=True)
class Run:
    """Lines one after another that were written while one and the same call was made.

    Attributes
    ----------
    name : str
        What the answer is called.
    place : Place
        Where the call is.
    site : tuple of int
        The same in short.
    lines : list of (tuple of int, Equation, bool)
        Where a line is in short, the line, and whether it may be the answer.
    """

    name: str
    place: Place
    site: Key
    lines: list[tuple[Key, Equation, bool]]

    def answers(self, loops: bool) -> Iterator[Var]:
        """Give the answer of each pass of a loop: the last line that may be it."""
        for some in self.passes() if loops else [self.lines]:
            found = [line.result for _, line, may in some if may]
            yield from found[-1:]

    def passes(self) -> list[list[tuple[Key, Equation, bool]]]:
        """Take the lines apart into passes: where one is like the other; where a function of the
        user's has returned; or, if something else had called it, where it begins again."""
        size = period([(key, line.function) for key, line, _ in self.lines])
        if size < len(self.lines):
            return [self.lines[i : i + size] for i in range(0, len(self.lines), size)]
        by_itself = not any(key == self.site for key, _, _ in self.lines)
        found: list[list[tuple[Key, Equation, bool]]] = [[]]
        seen: set[Key] = set()
        for one in self.lines:
            last = found[-1][-1] if found[-1] else one
            if last[2] and last[0] != one[0] and (by_itself or one[0] in seen):
                found.append([])
                seen.clear()
            found[-1].append(one)
            seen.add(one[0])
        return [part for some in found for part in at_once(some)] if by_itself else found


def at_once(lines: list[tuple[Key, Equation, bool]]) -> list[list[tuple[Key, Equation, bool]]]:
    """Take the last lines apart where the same instruction has done the same several times."""
    key = lines[-1][0]
    end = len(list(itertools.takewhile(lambda one: one[0] == key, reversed(lines))))
    size = period([line.function for _, line, _ in lines[-end:]])
    starts = range(len(lines) - end + size, len(lines) + 1, size)
    return [lines[0 if i == starts[0] else i - size : i] for i in starts]


def period(things: list[Any]) -> int:
    """Say after how many things a list is repeated; its length, if it is not.

    Examples
    --------
    >>> period([1, 2, 1, 2]), period([1, 2, 1])
    (2, 3)
    """
    shorter = [0]  # how long the longest proper prefix is with which the list ends up to here
    for thing in things[1:]:
        n = shorter[-1]
        while n and things[n] != thing:
            n = shorter[n - 1]
        shorter.append(n + (things[n] == thing))
    size = len(things) - shorter[-1]
    return size if len(things) % size == 0 else len(things)


def claimed(lines: Iterable[Line]) -> dict[Var, str]:
    """Give the names that the source has for results. They need not be unique.

    Parameters
    ----------
    lines : iterable of Line
        As they were recorded: which line is the last of a call is not known any more, when lines
        have been struck out.

    Returns
    -------
    dict of {Var: str}
    """
    reader, sites = Reader(), Sites()
    names: dict[Var, str] = {}
    running: list[Run] = []
    before: list[tuple[Key, Equation]] = []
    claims: dict[Key, tuple[str, int] | None] = {}

    def finish(runs: list[Run]) -> None:
        for run in runs:
            names.update(dict.fromkeys(run.answers(reader.loops(run.place)), run.name))

    for line in equations(lines):
        key = sites.key(line.place)
        if key not in claims:
            claims[key] = reader.claim(line.place)
        finish([run for run in running if not ends_with(key, run.site)])
        running = [run for run in running if ends_with(key, run.site)]
        claim = claims[key]
        site = key[claim[1] :] if claim else ()
        name = claim[0] if claim else ""
        if claim and not any(run.site == site and run.name == name for run in running):
            running.append(Run(name, line.place[claim[1] :], site, written_there(before, site)))
        for run in running:
            run.lines.append((key, line, run.site == site and run.name == name))
        before.append((key, line))
    finish(running)
    return names


def written_there(
    before: list[tuple[Key, Equation]], site: Key
) -> list[tuple[Key, Equation, bool]]:
    """Give the last lines, as long as they were written while this call was made."""
    there = itertools.takewhile(lambda one: ends_with(one[0], site), reversed(before))
    return [(key, line, False) for key, line in there][::-1]


def ends_with(key: Key, site: Key) -> bool:
    return key[len(key) - len(site) :] == site


class Sites:
    """Numbers for instructions, which are compared more often than is good for codes."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, int], int] = {}

    def key(self, place: Place) -> Key:
        """Give the numbers of a place."""
        return tuple(
            [
                self.numbers.setdefault((id(code), instruction), len(self.numbers))
                for code, instruction in place
            ]
        )


# Names


class Unique:
    """Names of which no two are the same.

    Attributes
    ----------
    wanted : set of str
        Names that nothing else is called by, though they are not given yet.
    """

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self.given: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.number = 0

    def give(self, name: str) -> str:
        """Give a name, or that name with a number."""
        name = new = valid(name)
        self.counts[name] += 1
        while new in self.given or (new != name and new in self.wanted):
            self.counts[name] = max(2, self.counts[name] + (new != name))
            new = f"{name}_{self.counts[name]}"
        self.given.add(new)
        return new

    def next(self) -> str:
        """Give t1, t2, ..."""
        while True:
            self.number += 1
            new = f"t{self.number}"
            if new not in self.given and new not in self.wanted:
                self.given.add(new)
                return new


def valid(name: str) -> str:
    """Make an identifier that means nothing else.

    Examples
    --------
    >>> valid("sum"), valid("layer 1"), valid("0")
    ('sum_', 'layer_1', '_0')
    """
    name = re.sub(r"\W", "_", name) or "_"
    name = name if name.isidentifier() else f"_{name}"
    return f"{name}_" if name in TAKEN else name


def names_of_inputs(inputs: Iterable[Input]) -> dict[Var, str]:
    """Call inputs by where they are among the arguments: by the last name and the numbers, or by
    all of it where others would be called so, too."""
    inputs = list(inputs)
    short = {given.var: valid(short_name(given.path)) for given in inputs}
    often = {name for name, count in Counter(short.values()).items() if count > 1}
    return {
        given.var: "_".join(map(str, given.path)) if short[given.var] in often else short[given.var]
        for given in inputs
    }


def short_name(path: tuple[Any, ...]) -> str:
    """Write where an argument is, in short.

    Examples
    --------
    >>> short_name(("params", "w")), short_name(("params", 0)), short_name(("params", 0, "w"))
    ('w', 'params_0', 'w_0')
    """
    words = [part for part in path if isinstance(part, str)]
    return "_".join([words[-1], *(str(part) for part in path if not isinstance(part, str))])


def cotangents_of(recording: Recording) -> dict[Var, Var]:
    """Say which var is the cotangent of which.

    Parameters
    ----------
    recording : Recording

    Returns
    -------
    dict of {Var: Var}
        By the cotangent: what it is the cotangent of. Of several the one that it came to first,
        which is nearest to the output. Inputs and constants are left out.
    """
    given = {one.var for one in recording.inputs}
    found: dict[Var, Var] = {}
    for var, cotangent in recording.cotangents:
        if isinstance(cotangent, Var) and cotangent not in given and cotangent is not var:
            found.setdefault(cotangent, var)
    return found


def names_of(recording: Recording, claims: dict[Var, str] | None = None) -> dict[Var, str]:
    """Call inputs and results as the user's source does.

    Parameters
    ----------
    recording : Recording
    claims : dict of {Var: str}, optional
        What `claimed` found in the lines as they were recorded, where some are struck out since.

    Returns
    -------
    dict of {Var: str}
        Identifiers, no two the same. A cotangent that the source has no name for is called after
        what it belongs to: `h_bar`. Everything else is `t1`, `t2`, ... in the order of the lines.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn.programs.tracing import trace
    >>> recording = trace(lambda x: 2.0 * np.sin(x), (1.0,), {})
    >>> list(names_of(recording).values())
    ['x', 't1', 't2']
    """
    claims = claimed(recording.lines) if claims is None else claims
    lines = equations(recording.lines)
    of_inputs = names_of_inputs(recording.inputs)
    wanted = {valid(name) for name in (*of_inputs.values(), *claims.values())}
    unique = Unique(wanted)
    names = {var: unique.give(name) for var, name in of_inputs.items()}
    results = [line.result for line in lines if line.result not in names]
    for var in results:
        if var in claims:
            names[var] = unique.give(claims[var])
    belongs, known = cotangents_of(recording), {*results, *names}
    for var in results:
        if var not in names and not leads_to_name(var, belongs, known):
            names[var] = unique.next()
    for var in results:
        name_cotangent(var, belongs, names, unique)
    return names


def leads_to_name(var: Var, belongs: dict[Var, Var], known: set[Var]) -> bool:
    """Say whether a cotangent belongs to something that has a name, or gets one."""
    return belongs.get(var) in known and not in_circle(var, belongs)


def in_circle(var: Var, belongs: dict[Var, Var]) -> bool:
    """Say whether a var is, in the end, called after itself."""
    seen = {var}
    while var in belongs:
        var = belongs[var]
        if var in seen:
            return True
        seen.add(var)
    return False


def name_cotangent(
    var: Var, belongs: dict[Var, Var], names: dict[Var, str], unique: Unique
) -> None:
    """Call a cotangent after what it belongs to, which may be a cotangent itself."""
    chain = []
    while var not in names:
        chain.append(var)
        var = belongs[var]
    for cotangent in reversed(chain):
        names[cotangent] = unique.give(f"{names[belongs[cotangent]]}_bar")
