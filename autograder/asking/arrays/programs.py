"""Programs of arrays: straight-line programs in a student's notation, with the arrays to run on.

How they are drawn is in `drawing`. From text they are read by the assignment's own table: whatever
looks like one of its operations is one.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.shapes import Shape
from autograder.asking.comparing import listing
from autograder.asking.reading import check_last, lines_of
from autograder.language import say


@dataclass(frozen=True)
class ArrayStep:
    """One line of a program: ``name = operation(operands, keywords)``."""

    name: str
    operation: str
    operands: tuple[str, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ArrayProgram:
    """A program with the arrays to run it on.

    Parameters
    ----------
    table : Table
    inputs : mapping
        Input name to array, in order.
    steps : tuple of ArrayStep
        At least one; the last is the output.
    constants : mapping
        Names of arrays that have no gradient.
    incoming : ndarray, optional
        What comes in at the output; None where it is a number, and 1 comes in.
    """

    table: Table
    inputs: Mapping[str, np.ndarray]
    steps: tuple[ArrayStep, ...]
    constants: Mapping[str, np.ndarray] = field(default_factory=dict)
    incoming: np.ndarray | None = None

    @property
    def output(self) -> str:
        """The name of the output."""
        return self.steps[-1].name

    @cached_property
    def used(self) -> frozenset[str]:
        """Every name that the output depends on."""
        needed = {self.output}
        for step in reversed(self.steps):
            if step.name in needed:
                needed.update(step.operands)
        return frozenset(needed)

    @cached_property
    def content(self) -> Hashable:
        """What is asked: the same for a program that is drawn a second time."""
        arrays = {**self.inputs, **self.constants, "coming in": self.incoming}
        told = [
            (name, array if array is None else (array.dtype.str, array.shape, array.tobytes()))
            for name, array in arrays.items()
        ]
        return self.table, self.code(), len(self.inputs), tuple(told)

    def evaluate(self, inputs: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give every name's value, perhaps at other inputs."""
        found = {**self.constants, **(inputs or self.inputs)}
        for step in self.steps:
            operands = [found[name] for name in step.operands]
            found[step.name] = self.table[step.operation].compute(*operands, **step.keywords)
        return found

    def code(self) -> str:
        """Give the steps as Python lines."""
        return "\n".join(f"{s.name} = {_written(self.table, s, {})}" for s in self.steps)

    def __str__(self) -> str:
        """Write it the way a person would: in one line unless a value is used twice."""
        return "; ".join(self._lines_and_labels[0])

    def labels(self) -> dict[str, str]:
        """Say how each input and step appears in the written program."""
        return self._lines_and_labels[1]

    @cached_property
    def _lines_and_labels(self) -> tuple[list[str], dict[str, str]]:
        every = [name for step in self.steps for name in step.operands]
        labels = {name: name for name in [*self.inputs, *self.constants]}
        lines = []
        pairs: frozenset[str] = frozenset()
        for step in self.steps:
            text = labels[step.name] = _written(self.table, step, labels, pairs)
            if not self.table[step.operation].called:
                pairs |= {step.name}
            if step.name == self.output:
                lines.append(text)
            elif every.count(step.name) > 1:
                lines.append(f"{step.name} = {text}")
                labels[step.name] = step.name
                pairs -= {step.name}
        return lines, labels

    def at(self) -> str:
        """Write the arrays, and of what kind they are if that is special."""
        given = {**self.inputs, **self.constants}
        told = [f"{name} = {_told(array)}" for name, array in given.items() if name in self.used]
        if self.incoming is not None:
            told.append(say("with {incoming} coming in", incoming=listing(self.incoming)))
        return ", ".join(told)

    def shapes(self) -> str:
        """Write the shapes of the arrays."""
        given = {**self.inputs, **self.constants}
        told = [
            say("{name} of shape {shape}", name=name, shape=array.shape)
            for name, array in given.items()
        ]
        return ", ".join(text for name, text in zip(given, told, strict=True) if name in self.used)

    def then(self, *steps: ArrayStep, **constants: np.ndarray) -> ArrayProgram:
        """Give the program with more steps at its end."""
        more = {**self.constants, **constants}
        return ArrayProgram(self.table, self.inputs, (*self.steps, *steps), more, self.incoming)


def _told(array: np.ndarray) -> str:
    kind = "" if array.dtype == np.float64 else f" ({array.dtype})"
    return listing(array) + kind


def _written(
    table: Table, step: ArrayStep, labels: Mapping[str, str], pairs: frozenset[str] = frozenset()
) -> str:
    """Write one step; operands that are in `pairs` need parentheses unless it is a call."""
    operation = table[step.operation]
    operands = [
        f"({labels[name]})" if name in pairs and not operation.called else labels.get(name, name)
        for name in step.operands
    ]
    keywords = {name: repr(value) for name, value in step.keywords.items()}
    return operation.written.format(*operands, **keywords)


def filled(shape: Shape, pattern: int, start: int = 0) -> np.ndarray:
    """Fill a shape with short decimal numbers.

    Parameters
    ----------
    shape : tuple of int
    pattern : int
        0 gives 2, 3, 4, ...; others mix signs and quarters.
    start : int
        Moves the numbers, so that two arrays of one pattern differ.

    Examples
    --------
    >>> filled((2, 2), 0).tolist(), filled((3,), 7).tolist()
    ([[2.0, 3.0], [4.0, 5.0]], [0.0, 1.5, 1.5])
    """
    size = math.prod(shape)
    place = np.arange(size) + start
    if pattern == 0:
        numbers = 2.0 + place % 4
    elif pattern == 7:
        numbers = np.array([0.0, 1.5, 1.5, -2.0, 0.25])[place % 5]
    else:
        drawn = np.random.default_rng([pattern, start]).integers(2, 13, size) / 4
        signs = 1 if pattern < 3 else np.where((place * pattern) % 3 == 0, -1.0, 1.0)
        numbers = drawn * signs
    return np.asarray(numbers, dtype=float).reshape(shape)


def with_incoming(program: ArrayProgram, pattern: int = 0) -> ArrayProgram:
    """Let something come in at the output: of its shape and kind, and never all ones."""
    value = np.asarray(program.evaluate()[program.output])
    value = value.astype(float) if value.dtype.kind in "iu" else value
    array = filled(value.shape, min(pattern, 6), start=1)
    if value.dtype.kind == "c":
        array = array - 1j * filled(value.shape, min(pattern, 6), start=2)
    return replace(
        program, incoming=array.astype(value.dtype) if value.dtype.kind in "fc" else array
    )


def weighed(program: ArrayProgram, pattern: int = 0) -> ArrayProgram:
    """Make a number of the output: its entries are weighed, and added up.

    Raises
    ------
    ValueError
        If the table does not say by which operations.
    """
    table, value = program.table, np.asarray(program.evaluate()[program.output])
    if value.shape == ():
        return program
    if table.total is None:
        raise ValueError("to make a number of a result, the table needs `total` and `weigh`.")
    total, keywords = table.total
    steps, constants, last = [], {}, program.output
    if table.weigh:
        constants["w"] = filled(value.shape, pattern, start=1).astype(value.dtype)
        steps.append(ArrayStep("weighed", table.weigh, (last, "w")))
        last = "weighed"
    steps.append(ArrayStep("total", total, (last,), dict(keywords)))
    return program.then(*steps, **constants)


def program(
    table: Table,
    text: str,
    incoming: Any = None,
    constants: Mapping[str, Any] | None = None,
    **inputs: Any,
) -> ArrayProgram:
    """Read a program from text in the student's notation.

    Parameters
    ----------
    table : Table
        What may stand in it.
    text : str
        Assignments and a final expression, separated by ``;``.
    incoming : array_like, optional
        What comes in at the output.
    constants : mapping, optional
        Arrays that have no gradient.
    **inputs : array_like
        Where to evaluate it.

    Raises
    ------
    ValueError
        If something in it is no operation of the table, or it does not end with the last one.
    """
    steps: list[ArrayStep] = []
    given = {name: np.asarray(value) for name, value in inputs.items()}
    fixed = {name: np.asarray(value) for name, value in (constants or {}).items()}
    names = {name: name for name in [*given, *fixed]}

    def read(node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            if node.id not in names:
                raise ValueError(f"{node.id!r} is neither an input nor set in a line before.")
            return names[node.id]
        for operation in table.operations:
            found: dict[str, ast.expr] = {}
            if _matches(_template(operation), node, found):
                count = sum(key.isdigit() for key in found)
                operands = tuple(read(found[str(place)]) for place in range(count))
                keywords = {k: ast.literal_eval(v) for k, v in found.items() if not k.isdigit()}
                steps.append(ArrayStep(f"v{len(steps) + 1}", operation.name, operands, keywords))
                return steps[-1].name
        raise ValueError(f"{ast.unparse(node)!r} is no operation of the table.")

    last = ""
    for name, value in lines_of(text):
        last = read(value)
        if name:
            names[name] = last
    check_last(text, last, steps)
    came = None if incoming is None else np.asarray(incoming)
    return ArrayProgram(table, given, tuple(steps), fixed, came)


def _template(operation: Operation) -> ast.expr:
    """Read how an operation is written; what is filled in there becomes the names _0_, _axes_."""
    return ast.parse(re.sub(r"\{(\w+)\}", r"_\1_", operation.written), mode="eval").body


def _matches(template: Any, node: Any, found: dict[str, ast.expr]) -> bool:
    """Say whether a piece of a program looks like a template, and what stands in its places."""
    if isinstance(template, ast.Name) and (place := re.fullmatch(r"_(\w+)_", template.id)):
        found[place[1]] = node
        return isinstance(node, ast.expr) and _is_plain(node) != place[1].isdigit()
    if type(template) is not type(node):
        return False
    if isinstance(template, list):
        return len(template) == len(node) and all(
            _matches(one, other, found) for one, other in zip(template, node, strict=True)
        )
    if not isinstance(template, ast.AST):
        return bool(template == node)
    return all(
        _matches(getattr(template, key, None), getattr(node, key, None), found)
        for key in template._fields
        if key not in ("ctx", "kind")
    )


def _is_plain(node: ast.expr) -> bool:
    """Say whether something is a plain number, None, or a tuple of these."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True
