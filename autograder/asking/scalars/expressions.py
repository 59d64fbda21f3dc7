"""Expressions: straight-line programs of numbers, how they are written, read and evaluated.

An expression has inputs and steps, each of which uses what came before. How they are drawn is in
`drawing`, those that are asked whatever the seed are in `known`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograder.asking.numbers import number
from autograder.asking.reading import check_last, lines_of
from autograder.language import say, template

#: Largest size of an intermediate value; keeps every expression well away from overflow.
LARGEST = 50.0

#: Operations by name: how they are written, and whether they can be applied to these numbers.
INFIX = {"add": "+", "mul": "*", "sub": "-", "div": "/"}
PREFIX = {"neg": "-"}
NAMED = ("exp", "log")

ALLOWED: dict[str, Callable[..., bool]] = {
    "add": lambda x, y: abs(x + y) <= LARGEST,
    "mul": lambda x, y: abs(x * y) <= LARGEST,
    "sub": lambda x, y: abs(x - y) <= LARGEST,
    "div": lambda x, y: abs(y) >= 0.25 and abs(x / y) <= LARGEST,
    "neg": lambda x: True,
    "exp": lambda x: x <= math.log(LARGEST),
    "log": lambda x: x >= 0.05,
}

#: Every operation, simplest first (which is how Hypothesis shrinks).
OPERATIONS = tuple(ALLOWED)

PLAIN: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "sub": lambda x, y: x - y,
    "div": lambda x, y: x / y,
    "neg": lambda x: -x,
}

Operand = str | float

#: What an input may be besides an ordinary variable of a float, and how that is said.
KINDS = {
    "forward": template("a ForwardValue"),
    "variable": template("an AutogradValue"),
    "result": template("itself the result of an operation"),
    "whole": template("an int"),
    "NumPy number": template("a number of NumPy"),
}

#: Those that make sense where derivatives are taken backward, and forward.
BACKWARD_KINDS, FORWARD_KINDS = (
    ("result", "forward", "whole", "NumPy number"),
    ("variable", "whole"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an expression: ``name = operation(operands)``."""

    name: str
    operation: str
    operands: tuple[Operand, ...]

    def read(self, values: Mapping[str, Any]) -> list[Any]:
        """Give the operands: what names stand for, and plain numbers as they are."""
        return [values[item] if isinstance(item, str) else item for item in self.operands]


@dataclass(frozen=True)
class Expression:
    """An expression with the numbers to evaluate it at.

    Parameters
    ----------
    inputs : dict
        Input name to number, in order.
    steps : tuple of Step
        At least one; the last is the output.
    kinds : dict
        Input name to what is made of its number, where that is not the ordinary variable: a key of
        `KINDS`.
    title : str
        What it is called where it is too long to be written.
    """

    inputs: Mapping[str, float]
    steps: tuple[Step, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)
    title: str = ""

    @property
    def output(self) -> str:
        """The name of the output."""
        return self.steps[-1].name

    @property
    def used(self) -> tuple[str, ...]:
        """The inputs that the output depends on, in order."""
        needed = {self.output}
        for step in reversed(self.steps):
            if step.name in needed:
                needed.update(item for item in step.operands if isinstance(item, str))
        return tuple(name for name in self.inputs if name in needed)

    def evaluate(
        self, values: Mapping[str, Any], functions: Mapping[str, Callable[[Any], Any]]
    ) -> dict[str, Any]:
        """Evaluate on anything that has the operators: floats, nodes, arrays.

        Parameters
        ----------
        values : mapping
            Input name to value.
        functions : mapping
            ``exp`` and ``log`` for that kind of value.

        Returns
        -------
        dict
            Every name's value, inputs and steps.
        """
        found = dict(values)
        for step in self.steps:
            function = PLAIN.get(step.operation) or functions[step.operation]
            found[step.name] = function(*step.read(found))
        return found

    def at_numbers(self, values: Mapping[str, float]) -> float:
        """Give the output on plain floats."""
        return float(self.evaluate(values, {"exp": math.exp, "log": math.log})[self.output])

    def code(self) -> str:
        """Give the steps as Python lines for any namespace with ``exp``, ``log`` and ``np``."""
        return "\n".join(f"{step.name} = {_write(step, {}, _typed)[0]}" for step in self.steps)

    def __str__(self) -> str:
        """Write it the way a person would: in one line unless a value is used twice."""
        return "; ".join(self._written[0])

    def labels(self) -> dict[str, str]:
        """Say how each input and step appears in the written expression.

        Examples
        --------
        >>> expression("c = a * 2; c + exp(c)", a=1.0).labels()
        {'a': 'a', 'v1': 'v1', 'v2': 'exp(v1)', 'v3': 'v1 + exp(v1)'}
        """
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[list[str], dict[str, str]]:
        """The lines of the written expression, and every name's label in them."""
        if self.title:
            names = [*self.inputs, *(step.name for step in self.steps)]
            return [self.title], dict(zip(names, names, strict=True))
        uses: dict[str, int] = {}
        for step in self.steps:
            for item in step.operands:
                if isinstance(item, str):
                    uses[item] = uses.get(item, 0) + 1
        inline: dict[str, tuple[str, int]] = {}
        lines = []
        labels = {name: name for name in self.inputs}
        for step in self.steps[:-1]:
            text = _write(step, inline)
            labels[step.name] = text[0]
            if uses.get(step.name, 0) == 1:
                inline[step.name] = text
            elif uses.get(step.name, 0) > 1:
                lines.append(f"{step.name} = {text[0]}")
                labels[step.name] = step.name
        last = _write(self.steps[-1], inline)[0]
        labels[self.steps[-1].name] = last
        return [*lines, last], labels

    def at(self) -> str:
        """Write the inputs' numbers: ``a = 2, b = 3``, and what is special about one."""
        return self.at_inputs(self.inputs)

    def at_inputs(self, names: Iterable[str]) -> str:
        """Write the numbers of some inputs."""

        def said(name: str) -> str:
            kind = KINDS.get(self.kinds.get(name, ""))
            return f"{name} = {number(self.inputs[name])}" + (f" ({say(kind)})" if kind else "")

        return ", ".join(map(said, names))


def _typed(item: float) -> str:
    """Write a number for a program: one of NumPy stays one."""
    plain = number(float(item))
    return f"np.{type(item).__name__}({plain})" if isinstance(item, np.generic) else plain


def _write(
    step: Step,
    inline: Mapping[str, tuple[str, int]],
    written: Callable[[float], str] = lambda item: number(float(item)),
) -> tuple[str, int]:
    """Write one step and give its binding strength: 1 sum, 2 product, 3 sign, 4 name or call."""

    def operand(item: Operand, strength: int) -> str:
        if isinstance(item, str):
            text, own = inline.get(item, (item, 4))
        else:
            text, own = written(item), 4 if item >= 0 else 0
        return text if own >= strength else f"({text})"

    name, operands = step.operation, step.operands
    if name in INFIX:
        left, right = {"add": (1, 2), "sub": (1, 2), "mul": (2, 3), "div": (2, 3)}[name]
        text = f"{operand(operands[0], left)} {INFIX[name]} {operand(operands[1], right)}"
        return text, left
    if name in PREFIX:
        return f"-{operand(operands[0], 3)}", 3
    return f"{name}({operand(operands[0], 0)})", 4


_OPERATORS = {ast.Add: "add", ast.Mult: "mul", ast.Sub: "sub", ast.Div: "div"}


def expression(text: str, **inputs: float) -> Expression:
    """Read an expression from Python text.

    Parameters
    ----------
    text : str
        Assignments and a final expression, separated by ``;``, of ``+ - * /``, ``exp``, ``log``,
        inputs, earlier names and numbers, also of NumPy (``np.int64(3)``).
    **inputs : float
        Where to evaluate it.

    Raises
    ------
    ValueError
        If it uses anything else, or does not end with its last operation.

    Examples
    --------
    >>> str(expression("c = a + b; c * c", a=1.0, b=2.0))
    'v1 = a + b; v1 * v1'
    """
    steps: list[Step] = []
    names: dict[str, Operand] = {name: name for name in inputs}

    def add(operation: str, *parts: ast.expr) -> str:
        operands = tuple(read(part) for part in parts)
        steps.append(Step(f"v{len(steps) + 1}", operation, operands))
        return steps[-1].name

    def read(node: ast.expr) -> Operand:
        match node:
            case ast.Constant(value=float() | int() as value):
                return float(value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=kind), args=[part]):
                return getattr(np, kind)(ast.literal_eval(part))
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return add(_OPERATORS[type(op)], left, right)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return add("neg", operand)
            case ast.Call(func=ast.Name(id="exp" | "log" as function), args=[argument]):
                return add(function, argument)
        raise ValueError(f"{ast.unparse(node)!r} is not part of the language of expressions.")

    last: Operand = ""
    for name, value in lines_of(text):
        last = read(value)
        if name:
            names[name] = last
    check_last(text, last, steps)
    return Expression(inputs, tuple(steps))
