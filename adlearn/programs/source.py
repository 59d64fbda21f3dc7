"""Writes a program as a file of Python: NumPy (and SciPy, where it is used) and nothing of ours.

Names are the user's own. A step that has no name and is used once is written where it is used, so
that the file reads like the function that it came from.
"""

from __future__ import annotations

import ast
import operator
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from adlearn.programs.expressions import (
    ADDED,
    ATOM,
    COMPARED,
    MULTIPLIED,
    NEGATED,
    PYTHON_SIGNS,
    RAISED,
    Expressions,
    Style,
)
from adlearn.programs.formulas import inlined, literal
from adlearn.programs.lines import Equation, Guard, Line, Var, line_of, used_by, vars_in
from adlearn.programs.naming import Unique, valid
from adlearn.programs.public_names import import_of, public_path
from adlearn.programs.running import needs_numpy
from adlearn.programs.tracing import Input, Recording, equations, written
from adlearn.programs.written_out import Writer
from adlearn.rules.indexing import getitem

#: How many operations are written into one line.
MOST_IN_A_LINE = 8
#: Arrays of up to so many numbers are written where they are used, and of up to so many at the top.
FEW, MANY = 12, 1000


class PythonStyle(Style):
    """Python: names and numbers as Python reads them."""

    signs = PYTHON_SIGNS

    def __init__(self, taken: Iterable[str], called: dict[int, str]) -> None:
        self.taken, self.called = set(taken), called
        self.writer = Writer(self.taken)
        self.imports: set[str] = set()
        self.constants: dict[str, np.ndarray] = {}
        self.data: dict[str, np.ndarray] = {}

    def name(self, name: str) -> str:
        return name

    def function(self, line: Equation) -> str:
        """Give the public name of a function, or write it out."""
        path = public_path(line.function)
        if path is None:
            return self.writer.define(line.function, valid(Style.function(self, line)))
        return self.public(path)

    def public(self, path: str) -> str:
        """Write a public name, and import what it begins with."""
        self.imports.add(import_of(path) or "")
        return path

    def number(self, thing: Any) -> tuple[str, int]:
        if isinstance(thing, np.ndarray) and thing.size > FEW:
            return self.array(thing), ATOM
        text = literal(thing, lambda part: self.number(part)[0])
        if text is not None and isinstance(thing, np.ndarray) and thing.size:
            text = re.sub(r", '<[fi]8'\)", ")", text, count=1)  # as NumPy takes such numbers anyway
        if text is None:
            text = self.array(thing) if isinstance(thing, np.ndarray) else repr(thing)
        return text, NEGATED if text.startswith("-") else ATOM

    def array(self, array: np.ndarray) -> str:
        """Give an array a name: small ones are written at the top, data is an argument."""
        small = array.size <= MANY
        kept = self.constants if small else self.data
        name = self.called.get(id(array))
        if name is None:
            names = (f"{'constant' if small else 'data'}_{i}" for i in count(len(kept) + 1))
            name = self.called[id(array)] = next(name for name in names if name not in self.taken)
            self.taken.add(name)
        kept[name] = array
        return name


BINDS: dict[type, int] = {
    ast.Add: ADDED,
    ast.Sub: ADDED,
    ast.Mult: MULTIPLIED,
    ast.Div: MULTIPLIED,
    ast.MatMult: MULTIPLIED,
    ast.Mod: MULTIPLIED,
    ast.FloorDiv: MULTIPLIED,
    ast.Pow: RAISED,
}


def binds(node: ast.expr) -> int:
    """Say how tightly an expression binds."""
    if isinstance(node, ast.BinOp):
        return BINDS.get(type(node.op), COMPARED)
    if isinstance(node, ast.UnaryOp):
        return NEGATED
    closed = (ast.Name, ast.Call, ast.Subscript, ast.Attribute, ast.Constant, ast.Tuple, ast.List)
    return ATOM if isinstance(node, closed) else COMPARED


@dataclass(slots=True)
class PythonExpressions(Expressions):
    """Right-hand sides in Python: with formulas of ours put in the place of their calls."""

    def written(self, line: Equation) -> tuple[str, int]:
        known = line.function in self.style.signs or public_path(line.function)
        if not known and line.function not in (getitem.fun, operator.getitem):
            found = inlined(line.function)
            filled = None if found is None else self.filled(*found, line)
            if filled is not None:
                return ast.unparse(filled), binds(filled)
        return Expressions.written(self, line)

    def filled(self, signature: Any, expression: ast.expr, line: Equation) -> ast.expr | None:
        """Put arguments into a formula."""
        try:
            bound = signature.bind(*line.args, **line.kwargs)
        except TypeError:
            return None
        bound.apply_defaults()
        given: dict[str, Any] = {}
        arrays: set[str] = set()
        for name, value in bound.arguments.items():
            kind = signature.parameters[name].kind
            if kind is kind.VAR_POSITIONAL:
                given[name] = [self.syntax(part) for part in value]
            elif kind is kind.VAR_KEYWORD:
                if value:
                    return None
            else:
                given[name] = self.syntax(value)
                if value.__class__ is Var and value.is_array:
                    arrays.add(name)
        copied = ast.parse(ast.unparse(expression), mode="eval").body
        return Fill(given, arrays).visit(copied)

    def thing(self, thing: Any) -> tuple[str, int]:
        """Write an argument; of an index that is one, as NumPy's `s_` takes it."""
        parts = thing if isinstance(thing, tuple) else (thing,)
        slices = any(isinstance(part, slice) for part in parts)
        if slices and not any(vars_in(thing)):
            return f"np.s_[{self.index(thing)}]", ATOM
        if isinstance(thing, np.dtype):
            plain = getattr(np, thing.name, None) == thing
            return (f"np.{thing.name}" if plain else f"np.dtype({thing.str!r})"), ATOM
        if callable(thing) and (path := public_path(thing)) is not None:
            assert isinstance(self.style, PythonStyle)
            return self.style.public(path), ATOM
        return Expressions.thing(self, thing)

    def syntax(self, thing: Any) -> ast.expr:
        return ast.parse(f"({self.thing(thing)[0]})", mode="eval").body


class Fill(ast.NodeTransformer):
    """Puts arguments in the place of parameters."""

    def __init__(self, given: dict[str, Any], arrays: set[str]) -> None:
        self.given, self.arrays = given, arrays

    def visit_Call(self, node: ast.Call) -> Any:
        match node:
            case ast.Call(ast.Attribute(ast.Name("np"), "asarray"), [ast.Name(name)], []):
                if name in self.arrays:  # it is one
                    return self.given[name]
        arguments: list[ast.expr] = []
        for one in node.args:
            match one:
                case ast.Starred(ast.Name(name)) if isinstance(self.given.get(name), list):
                    arguments += self.given[name]
                case _:
                    arguments.append(one)
        node.args = arguments
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> Any:
        found = self.given.get(node.id, node)
        return ast.Tuple(found, ast.Load()) if isinstance(found, list) else found


@dataclass(slots=True)
class File:
    """The parts of a file."""

    body: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.body.append(f"    {text}" if text else "")


@dataclass(frozen=True, slots=True)
class Text:
    """A program as a file of Python.

    Attributes
    ----------
    source : str
    data : dict of {str: ndarray}
        Large arrays, which are arguments of the function in the file.
    """

    source: str
    data: dict[str, np.ndarray]


def source_of(
    recording: Recording, names: dict[Var, str], called: dict[int, str] | None = None
) -> str:
    """Write a program as a file of Python: see `text_of`."""
    return text_of(recording, names, called).source


def text_of(
    recording: Recording, names: dict[Var, str], called: dict[int, str] | None = None
) -> Text:
    """Write a program as a file of Python.

    Parameters
    ----------
    recording : Recording
    names : dict of {Var: str}
    called : dict of {int: str}, optional
        Names of arrays that the function took from outside, by identity.

    Returns
    -------
    Text

    Raises
    ------
    NotTraceable
        If an operation cannot be written without adlearn.
    """
    recording = recording.but(lines=tuple(values_first(recording.lines)))
    within = written_within(recording, names)
    known = Known(recording, names, within)
    style = PythonStyle(known.taken, {i: known.give(name) for i, name in (called or {}).items()})
    write = PythonExpressions(style, known.names, within)
    file = File()
    unpack(file, recording, known)
    phase = None
    derivative = any(line.quiet for line in recording.lines if isinstance(line, Equation))
    for line in recording.lines:
        if isinstance(line, Guard):
            file.add(guard_text(line, write))
            continue
        assert isinstance(line, Equation)
        if line.result in within or is_conversion(line):
            continue
        if derivative and phase is None:
            file.add("# the derivatives" if line.quiet else "# the computation")
        elif line.quiet and not phase:
            file.add("# the derivatives")
        phase = phase or line.quiet
        shape = f"  # {line.result.shape}" if line.result.shape else ""
        file.add(f"{write.names[line.result]} = {write.line(line)}{shape}")
    file.add(f"return {answer_text(recording, write)}")
    outside = {
        known.names[one.var]: one.outside.now()
        for one in outside_inputs(recording)
        if one.outside is not None
    }
    return Text(assembled(recording, style, file, known), outside | style.data)


def values_first(lines: Sequence[Line]) -> list[Line]:
    """Put the lines of the computation before those of the derivatives, as far as they do not need
    them."""
    first: list[Line] = []
    rest: list[Line] = []
    late: set[Var] = set()
    for line in lines:
        if getattr(line, "quiet", False) or not late.isdisjoint(used_by(line)):
            rest.append(line)
            late.update([line.result] if isinstance(line, Equation) else [])
        else:
            first.append(line)
    return first + rest


def is_conversion(line: Equation) -> bool:
    """Say whether a line has no place on a page: it makes a Python number of a value."""
    return line.function in (float, complex)


def written_within(recording: Recording, names: dict[Var, str]) -> dict[Var, Equation]:
    """Find the steps without a name that are used once: they stand where they are used."""
    uses = Counter(var for line in recording.lines for var in used_by(line))
    uses.update(vars_in(recording.outputs))
    user = {var: line for line in recording.lines for var in used_by(line)}
    size: Counter[Var] = Counter()
    within: dict[Var, Equation] = {}
    for line in recording.lines:
        if isinstance(line, Guard):
            continue
        assert isinstance(line, Equation)
        var = line.result
        size[var] = 1 + sum(size[x] for x in used_by(line) if x in within)
        target = user.get(var)
        named = not is_numbered(names[var])
        near = isinstance(target, Equation) and target.quiet == line.quiet
        short = near and not named and size[var] < MOST_IN_A_LINE
        if uses[var] == 1 and (short or is_conversion(line)):
            within[var] = line
    return within


class Known:
    """What everything of the user's is called in a file: no two things by one name, and nothing as
    a module that the file imports.

    Attributes
    ----------
    parameters : dict of {str: str}
        What the parameters are called, by what they are called in the function.
    names : dict of {Var: str}
    function : str
    """

    def __init__(
        self, recording: Recording, names: dict[Var, str], within: dict[Var, Equation]
    ) -> None:
        modules = modules_used(recording)
        self.unique = Unique(set())
        self.unique.given |= modules
        self.parameters = {name: self.unique.give(name) for name in recording.parameters}
        self.names = dict(names)
        for one in recording.inputs:
            whole = one.outside is None and len(one.path) == 1
            self.names[one.var] = (
                self.parameters[one.path[0]] if whole else self.unique.give(names[one.var])
            )
        # A list may be called so no more, once everything is taken out of it.
        emptied = {*self.parameters.values()} - {self.names[one.var] for one in recording.inputs}
        results = [x.result for x in equations(recording.lines) if x.result not in within]
        for var in results:
            if not is_numbered(names[var]):
                again = names[var] in emptied
                self.names[var] = names[var] if again else self.unique.give(names[var])
        number = 0
        for var in results:
            if is_numbered(names[var]):
                number += 1
                while f"t{number}" in self.unique.given:
                    number += 1
                self.names[var] = f"t{number}"
        self.function = valid(recording.name)
        while self.function in modules:
            self.function += "_"

    @property
    def taken(self) -> set[str]:
        """All names."""
        return {*self.unique.given, *self.names.values(), self.function}

    def give(self, name: str) -> str:
        """Give one more thing a name."""
        self.unique.given |= self.taken
        return self.unique.give(name)

    def path(self, given: Input) -> str:
        """Write where an input is."""
        return written((self.parameters[given.path[0]], *given.path[1:]))


def modules_used(recording: Recording) -> set[str]:
    """List what the lines call modules by."""
    paths = [public_path(line.function) for line in equations(recording.lines)]
    return {path.partition(".")[0] for path in paths if path and "." in path}


def is_numbered(name: str) -> bool:
    """Say whether a name is a number, or that of the cotangent of what has no name."""
    return re.fullmatch(r"t\d+((_bar)+(_\d+)?)?", name) is not None


def unpack(file: File, recording: Recording, known: Known) -> None:
    """Take the inputs out of the arguments."""
    numbers: dict[str, list[str]] = {"float64": [], "complex128": []}
    for given in recording.inputs:
        if given.outside is not None:
            continue
        name, path = known.names[given.var], known.path(given)
        if path != name:
            file.add(f"{name} = {path}")
        if given.python is not None and needs_numpy(given.var, recording):
            numbers[str(given.var.dtype)].append(name)
    for kind, some in numbers.items():
        if len(some) == 1:
            file.add(f"{some[0]} = np.{kind}({some[0]})")
        elif some:
            file.add(f"{', '.join(some)} = map(np.{kind}, ({', '.join(some)}))")


def guard_text(guard: Guard, write: PythonExpressions) -> str:
    """Write what the rest depends on."""
    where = line_of(guard.place)
    said = f"this program goes one way only{f', in {where}' if where else ''}"
    asked = write.thing(guard.var)[0]
    if guard.what == "branch":
        condition = f"not ({asked})" if guard.outcome else asked
    elif guard.what == "shape":
        condition = f"np.shape({asked}) != {guard.outcome!r}"
    else:
        condition = f"{asked} != {write.thing(guard.outcome)[0]}"
    return f"if {condition}: raise ValueError({said!r})"


def answer_text(recording: Recording, write: PythonExpressions) -> str:
    """Write the answer in the form that the function gave."""
    floats = {
        line.result: line
        for line in recording.lines
        if isinstance(line, Equation) and is_conversion(line)
    }
    inputs = {given.var: given for given in recording.inputs}

    def text(output: Any) -> str:
        if output.__class__ is not Var:
            constant = write.thing(output)[0]
            shared = isinstance(output, np.ndarray) and constant.isidentifier()
            return f"np.copy({constant})" if shared else constant
        if output in floats:
            made = floats[output]
            return f"{made.function.__name__}({write.thing(made.args[0])[0]})"
        if output in inputs:
            given: Input = inputs[output]
            name = write.names[output]
            if given.python:
                return f"{given.python.__name__}({name})"
            return f"np.copy({name})" if output.is_array else name
        return write.names[output]

    tree = recording.form([Leaf(text(x)) for x in recording.outputs])
    return tree_text(tree)


@dataclass(frozen=True, slots=True)
class Leaf:
    text: str


def tree_text(tree: Any) -> str:
    """Write lists, tuples and dicts; those with names as plain ones."""
    if isinstance(tree, Leaf):
        return tree.text
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{k!r}: {tree_text(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(tree_text, tree)) + "]"
    if isinstance(tree, tuple):
        parts = ", ".join(map(tree_text, tree))
        return f"({parts},)" if len(tree) == 1 else f"({parts})"
    return repr(tree)


def outside_inputs(recording: Recording) -> list[Input]:
    """List the arrays from outside that the program needs."""
    used = {*vars_in(recording.outputs)}
    used |= {var for line in recording.lines for var in used_by(line)}
    return [one for one in recording.inputs if one.outside is not None and one.var in used]


def assembled(recording: Recording, style: PythonStyle, file: File, known: Known) -> str:
    """Put the file together: imports, what is written out, constants, the function."""
    imports = {"import numpy as np", *style.writer.imports, *style.imports} - {""}
    parameters = [*known.parameters.values()]
    parameters += [known.names[one.var] for one in outside_inputs(recording)] + list(style.data)
    head = [f"def {known.function}({', '.join(parameters)}):"]
    described = [f"{name}: {shown(array)}" for name, array in style.data.items()]
    if described:
        head.append(f'    """Take also {"; ".join(described)}, which the function used."""')
    tops = [f"{name} = {literal_array(array)}" for name, array in style.constants.items()]
    parts = ["\n".join(sorted(imports))]
    if style.writer.source.strip():
        parts.append(style.writer.source.strip())
    if tops:
        parts.append("\n".join(tops))
    parts.append("\n".join([*head, *file.body]))
    return "\n\n\n".join(parts) + "\n"


def literal_array(array: np.ndarray) -> str:
    flat = f"np.array({literal_part(array.ravel().tolist())}, dtype={array.dtype.name!r})"
    return flat if array.ndim == 1 else f"{flat}.reshape({array.shape})"


def literal_part(thing: Any) -> str:
    return literal(thing, literal_part) or repr(thing)


def shown(array: np.ndarray) -> str:
    return f"the array of {array.dtype} of shape {array.shape}"
