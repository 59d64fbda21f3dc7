"""Random expressions that shrink to the smallest one that still shows a mistake.

An expression is a straight-line program: inputs, then steps, each using what came before. Drawn
that way it contains shared values, inputs used twice, constants and unused inputs by itself, and
Hypothesis shrinks it by dropping steps and simplifying numbers.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.asking.cases import numbers
from autograder.asking.numbers import number

#: Largest size of an intermediate value; keeps every expression well away from overflow.
LARGEST = 50.0

#: Operations by name: how they are written, and whether they can be applied to these numbers.
INFIX = {"add": "+", "mul": "*", "sub": "-", "div": "/"}
PREFIX = {"neg": "-"}
NAMED = ("exp", "log")

_ALLOWED: dict[str, Callable[..., bool]] = {
    "add": lambda x, y: abs(x + y) <= LARGEST,
    "mul": lambda x, y: abs(x * y) <= LARGEST,
    "sub": lambda x, y: abs(x - y) <= LARGEST,
    "div": lambda x, y: abs(y) >= 0.25 and abs(x / y) <= LARGEST,
    "neg": lambda x: True,
    "exp": lambda x: x <= math.log(LARGEST),
    "log": lambda x: x >= 0.05,
}

#: Every operation, simplest first (which is how Hypothesis shrinks).
OPERATIONS = tuple(_ALLOWED)

_PLAIN: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "sub": lambda x, y: x - y,
    "div": lambda x, y: x / y,
    "neg": lambda x: -x,
}

Operand = str | float

#: What an input may be besides an ordinary variable of a float, and how that is said.
KINDS = {
    "forward": "a ForwardValue",
    "variable": "an AutogradValue",
    "result": "itself the result of an operation",
    "whole": "an int",
    "NumPy number": "a number of NumPy",
}

#: Those that make sense where derivatives are taken backward, and forward.
BACKWARD_KINDS, FORWARD_KINDS = ("result", "forward", "whole", "NumPy number"), ("variable",)


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
            function = _PLAIN.get(step.operation) or functions[step.operation]
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
        return self.title or "; ".join(self._written()[0])

    def labels(self) -> dict[str, str]:
        """Say how each input and step appears in the written expression.

        Examples
        --------
        >>> expression("c = a * 2; c + exp(c)", a=1.0).labels()
        {'a': 'a', 'v1': 'v1', 'v2': 'exp(v1)', 'v3': 'v1 + exp(v1)'}
        """
        if self.title:
            return {name: name for name in [*self.inputs, *(step.name for step in self.steps)]}
        return self._written()[1]

    def _written(self) -> tuple[list[str], dict[str, str]]:
        """Give the lines of the written expression, and every name's label in them."""
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
            return f"{name} = {number(self.inputs[name])}" + (f" ({kind})" if kind else "")

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


@st.composite
def expressions(
    draw: st.DrawFn,
    operations: Sequence[str] = OPERATIONS,
    inputs: int = 3,
    steps: int = 8,
    constants: bool = True,
    scaled: bool = True,
    sharing: bool = True,
    kinds: Sequence[str] = (),
) -> Expression:
    """Draw an expression that is defined and well conditioned at its own numbers.

    Parameters
    ----------
    operations : sequence of str
        Which of `OPERATIONS` may occur.
    inputs, steps : int
        The most inputs it may have, and the most steps that are drawn; steps that join what is left
        unused into one result come on top.
    constants : bool
        Whether plain numbers may be operands.
    scaled : bool
        Whether the output may be multiplied by a random number at the end, so that the cotangent
        that reaches the rest is not always 1.
    sharing : bool
        Whether a value may be used more than once. Without it, expressions are trees.
    kinds : sequence of str
        What inputs may be now and then, of `KINDS`.

    Returns
    -------
    Expression
    """
    names = "abc"[:inputs] if inputs <= 3 else [f"x{i}" for i in range(inputs)]
    count = draw(st.integers(1, inputs))
    given = {name: draw(numbers()) for name in names[:count]}
    values: dict[str, float] = dict(given)
    taken: list[Step] = []
    unused: list[str] = []  # results that no step uses yet
    free = dict(values)

    def take(step: Step) -> None:
        taken.append(step)
        free[step.name] = values[step.name] = _value(step, values)
        operands = [item for item in step.operands if isinstance(item, str)]
        unused[:] = [name for name in unused if name not in operands] + [step.name]
        if not sharing:
            for item in operands:
                free.pop(item, None)

    for position in range(draw(st.integers(1, steps))):
        name = f"v{position + 1}"
        step = _draw_step(draw, name, operations, free, unused, constants, sharing)
        if step is not None:
            take(step)
    for step in _joined(unused, operations, values):
        take(step)
    if scaled and "mul" in operations and taken and draw(st.booleans()):
        weight = draw(numbers(-3, 3).filter(bool))
        taken.append(Step("w", "mul", (weight, taken[-1].name)))
    if not taken:
        taken = [_plainest_step(operations[0], given, constants, sharing)]
    drawn = {name: draw(_kind(tuple(kinds))) for name in given} if kinds else {}
    special = {
        name: kind
        for name, kind in drawn.items()
        if kind and (kind != "whole" or given[name].is_integer())
    }
    return Expression(given, tuple(taken), special)


@cache
def _kind(kinds: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "", *kinds])


def _joined(
    unused: Sequence[str], operations: Sequence[str], values: Mapping[str, float]
) -> Iterator[Step]:
    """Give the steps that make one result of several, so that every step matters to the output."""
    if len(unused) < 2:
        return
    first, *others = unused
    known = dict(values)
    for count, other in enumerate(others):
        for operation in ("add", "sub", "mul"):
            step = Step(f"s{count + 1}", operation, (first, other))
            if operation in operations and _ALLOWED[operation](known[first], known[other]):
                break
        else:
            first = other  # no operation fits: the later one stays
            continue
        known[step.name] = _value(step, known)
        first = step.name
        yield step


_WHERE = st.integers(0, 5)


@cache
def _one_of(items: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Draw one of these; a strategy is made once, since making one takes longer than drawing."""
    return st.sampled_from(items)


def _arity(operation: str) -> int:
    return 2 if operation in INFIX else 1


def _value(step: Step, values: Mapping[str, float]) -> float:
    function = _PLAIN.get(step.operation) or getattr(math, step.operation)
    return float(function(*step.read(values)))


def _plainest_step(operation: str, given: dict[str, float], constants: bool, sharing: bool) -> Step:
    """Give a step for an expression that would have none, on numbers that it is defined at."""
    operands: list[Operand] = [next(iter(given))]
    if _arity(operation) == 2:
        if not sharing and not constants:
            given.setdefault("b", 1.0)
        operands.append(operands[0] if sharing else 1.0 if constants else "b")
    step = Step("v1", operation, tuple(operands))
    if not _ALLOWED[operation](*step.read(given)):
        given.update((item, 1.0) for item in operands if isinstance(item, str))
    return step


def _draw_step(
    draw: st.DrawFn,
    name: str,
    operations: Sequence[str],
    values: Mapping[str, float],
    unused: Sequence[str],
    constants: bool,
    sharing: bool,
) -> Step | None:
    """Draw one step; None if the operation drawn is not defined at the operands drawn.

    Its first operand is mostly a result that nobody has used yet: a step that nothing depends on
    asks nothing.
    """
    operation = draw(_one_of(tuple(operations)))
    waiting = bool(unused) and draw(_WHERE) < 4
    first: Operand = draw(_one_of(tuple(unused if waiting else values)))
    operands: tuple[Operand, ...] = (first,)
    if _arity(operation) == 2:
        others = [item for item in values if sharing or item != first]
        where = draw(_WHERE) if constants else 0
        if others and where < 4:
            second = draw(_one_of(tuple(others)))
            operands = (first, second) if where < 2 else (second, first)
        elif constants:  # 4 and 5 put a plain number on one side
            constant = draw(numbers(-3, 3))
            operands = (constant, first) if where == 4 else (first, constant)
        else:
            return None
    step = Step(name, operation, operands)
    return step if _ALLOWED[operation](*step.read(values)) else None


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
        If it uses anything else.

    Examples
    --------
    >>> str(expression("c = a + b; c * c", a=1.0, b=2.0))
    'v1 = a + b; v1 * v1'
    """
    steps: list[Step] = []
    names: dict[str, str] = {name: name for name in inputs}

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

    for statement in ast.parse(text.replace(";", "\n").replace("\n ", "\n")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            names[statement.targets[0].id] = str(read(statement.value))
        elif isinstance(statement, ast.Expr):
            read(statement.value)
    if not steps:
        raise ValueError(f"{text!r} has no operation in it.")
    return Expression(inputs, tuple(steps))


def always(*texts: str) -> list[tuple[Expression]]:
    """Read expressions of ``a``, ``b`` and ``c`` that are asked whatever the seed; for `for_all`.

    Examples
    --------
    >>> [(case,)] = always("b - b")
    >>> case.at()
    'b = 3'
    """
    plain = {"a": 2.0, "b": 3.0, "c": 0.5}
    used = [{n for n in plain if re.search(rf"\b{n}\b(?! =)", text)} for text in texts]
    return [
        (expression(text, **{n: v for n, v in plain.items() if n in names}),)
        for text, names in zip(texts, used, strict=True)
    ]


#: What an answer must stand, by what may go wrong: a plain number on the left, a factor 0, a value
#: that is used twice, one that cancels, three inputs, several layers.
TREES = ("2 - a", "a / 4", "0 * a + b", "5 - exp(-a) * 2", "(a - b) * c / 2", "-log(5 * b + a)")
SHARED = (
    "a * a",
    "a - a",
    "v = a * b; v * v",
    "v = a + 1; v - v + b",
    "v = a * b; 0 * v + v",
    "a * b + b * c + c * a",
    "v = a / b; w = exp(v) * a; w - v / w",
    "exp(log(a * a + 1) - b / 2) * a",
    "v = -a; v / v + b * v",
    "a * np.int64(3) - np.float64(0.5)",
)


def chain(count: int) -> Expression:
    """Give a long chain: ``v = 0.98 * v + a``, again and again, from ``v = a * b``."""
    steps = [Step("v0", "mul", ("a", "b"))]
    for position in range(count // 2):
        steps += [
            Step(f"w{position}", "mul", (0.98, steps[-1].name)),
            Step(f"v{position + 1}", "add", (f"w{position}", "a")),
        ]
    return Expression(
        {"a": 0.5, "b": 1.5}, tuple(steps), title=f"a chain of {len(steps)} operations"
    )


def broad(count: int) -> Expression:
    """Give a sum of many products of ``a`` and ``b`` with numbers, added up in pairs."""
    row = [Step(f"v{n}", "mul", ("ab"[n % 2], (n % 7 - 3) / 4)) for n in range(count)]
    steps = list(row)
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        sums = [
            Step(f"v{len(steps) + n}", "add", (one.name, two.name))
            for n, (one, two) in enumerate(pairs)
        ]
        steps += sums
        row = [*sums, *row[2 * len(sums) :]]
    return Expression({"a": 0.5, "b": 1.5}, tuple(steps), title=f"a sum of {count} products")
