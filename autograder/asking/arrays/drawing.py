"""Random programs of arrays, that shrink in their steps, their shapes, and their numbers.

New inputs are made where an operation needs one of a shape that is not there yet, so every way to
broadcast and every mixture of axes is reached. A step that the result does not depend on is left
out, and its inputs stay behind as unused ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import (
    ArrayProgram,
    ArrayStep,
    filled,
    weighed,
    with_incoming,
)
from autograder.asking.arrays.shapes import (
    Choose,
    Fit,
    Shape,
    any_shape,
    broadcasting,
    broadcasts,
)

#: Intermediate arrays have at most so many entries.
ENTRIES = 36

#: What arrays are filled from: 0 is the plainest, some are positive, the last has a zero and
#: equal entries.
PATTERNS = st.sampled_from(range(8))

#: What the inputs of a program may be besides float64.
KINDS = ("float32", "whole", "complex")


def one_of(items: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw one of these; a strategy is made once, since making one takes longer than drawing."""
    return _one_of(tuple(items), tuple(map(type, items)))  # False is no 0 here


@cache
def _one_of(items: tuple[Any, ...], kinds: tuple[type, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(items)


class _Sheet:
    """What is there so far while a program is drawn."""

    def __init__(self, draw: st.DrawFn, table: Table, names: Iterable[str], kind: str) -> None:
        self.draw, self.table, self.kind = draw, table, kind
        self.choose: Choose = lambda items: draw(one_of(items))
        self.names = list(names)
        self.inputs: dict[str, np.ndarray] = {}
        self.constants: dict[str, np.ndarray] = {}
        self.values: dict[str, np.ndarray] = {}
        self.steps: list[ArrayStep] = []
        self.unused: list[str] = []

    def array(self, shape: Shape) -> np.ndarray:
        pattern = self.draw(PATTERNS)
        start = 3 * (len(self.inputs) + len(self.constants))
        array = filled(shape, pattern, start)
        if self.kind == "whole" and (not self.inputs or self.draw(st.booleans())):
            return np.ceil(array).astype(np.int64)
        if self.kind == "complex" and (not self.inputs or self.draw(st.booleans())):
            return array + 1j * filled(shape, pattern, start + 2)
        return array.astype(np.float32) if self.kind == "float32" else array

    def new_input(self, shape: Shape) -> str | None:
        if not self.names:
            return None
        name = self.names.pop(0)
        array = self.array(shape)
        self.inputs[name] = array
        self.values[name] = array if array.dtype.kind != "i" else array.astype(float)
        return name

    def new_constant(self, shape: Shape) -> str:
        name = f"k{len(self.constants) + 1}"
        self.constants[name] = self.values[name] = self.array(shape)
        return name

    def take(self, step: ArrayStep) -> bool:
        """Append a step, if it is defined there and not too large."""
        operands = [self.values[name] for name in step.operands]
        value = self.table[step.operation].at(operands, step.keywords)
        if value is None or value.size > ENTRIES or value.size == 0:
            return False
        self.steps.append(step)
        self.values[step.name] = value
        self.unused = [n for n in self.unused if n not in step.operands] + [step.name]
        return True


@st.composite
def array_programs(
    draw: st.DrawFn,
    table: Table,
    operations: Sequence[str] = (),
    inputs: int = 3,
    steps: int = 5,
    scalar: bool = False,
    constants: bool = False,
    sharing: bool = True,
    kinds: Sequence[str] = (),
    axes: int = 3,
) -> ArrayProgram:
    """Draw a program that is defined and well conditioned at its own arrays.

    Parameters
    ----------
    table : Table
    operations : sequence of str
        Which of its operations may occur; by default all.
    inputs, steps : int
        The most inputs it may have, and the most steps that are drawn.
    scalar : bool
        Whether the result is made a number, by the table's `weigh` and `total`.
    constants : bool
        Whether arrays without a gradient may be operands.
    sharing : bool
        Whether a value may be used more than once.
    kinds : sequence of str
        What the inputs may be now and then, of `KINDS`.
    axes : int
        The most axes that an input is drawn with.

    Returns
    -------
    ArrayProgram
    """
    kind = draw(one_of(("", "", *kinds))) if kinds else ""
    sheet = _Sheet(draw, table, "abcdefgh"[:inputs], kind)
    sheet.new_input(any_shape(sheet.choose, axes))
    allowed = tuple(operations) or table.names
    wanted = draw(st.integers(1, steps))
    for _ in range(3 * wanted):  # some of what is drawn is not defined there
        _draw_step(draw, sheet, table[draw(one_of(allowed))], constants, sharing)
        if len(sheet.steps) == wanted:
            break
    if not sheet.steps:
        _plainest_step(sheet, table, allowed)
    _join(sheet, allowed)
    if draw(st.integers(0, 7)) == 7:
        sheet.new_input((2,))  # one that nothing uses
    program = ArrayProgram(table, sheet.inputs, tuple(sheet.steps), sheet.constants)
    mattering = _renamed([step for step in sheet.steps if step.name in program.used])
    fixed = {name: array for name, array in sheet.constants.items() if name in program.used}
    program = ArrayProgram(table, sheet.inputs, mattering, fixed)
    pattern = 3 if scalar else draw(PATTERNS)
    return weighed(program, pattern) if scalar else with_incoming(program, pattern)


def _renamed(steps: Sequence[ArrayStep]) -> tuple[ArrayStep, ...]:
    """Number the steps anew, where some were left out."""
    new = {step.name: f"v{count + 1}" for count, step in enumerate(steps)}
    return tuple(
        ArrayStep(new[s.name], s.operation, tuple(new.get(o, o) for o in s.operands), s.keywords)
        for s in steps
    )


def _draw_step(
    draw: st.DrawFn, sheet: _Sheet, operation: Operation, constants: bool, sharing: bool
) -> None:
    """Draw one step; none if the operation is not defined at what was drawn for it."""
    waiting = bool(sheet.unused) and draw(st.integers(0, 5)) < 4
    free = [name for name in sheet.values if name not in sheet.constants]
    if not sharing:
        taken = {name for step in sheet.steps for name in step.operands}
        free = [name for name in free if name not in taken]
    first = draw(one_of(sheet.unused if waiting else free or sheet.unused))
    shape = sheet.values[first].shape
    fit = operation.fits(sheet.choose, shape)
    if fit is None:
        return
    operands: list[str] = []
    for other in fit.others:
        name = _other(draw, sheet, fit, other, first, constants, sharing, free)
        if name is None:
            return
        operands.append(name)
    operands.insert(fit.position, first)
    name = f"v{len(sheet.steps) + 1}"
    sheet.take(ArrayStep(name, operation.name, tuple(operands), dict(fit.keywords)))


def _other(
    draw: st.DrawFn,
    sheet: _Sheet,
    fit: Fit,
    shape: Shape,
    first: str,
    constants: bool,
    sharing: bool,
    free: Sequence[str],
) -> str | None:
    """Draw another operand: something of its shape that is there, a new input, a constant."""
    own = sheet.values[first].shape
    there = [
        name
        for name in free
        if (sharing or name != first)
        and (
            sheet.values[name].shape == shape
            or (fit.loose and broadcasts(sheet.values[name].shape, own))
        )
    ]
    where = draw(st.integers(0, 5))
    if there and where < 2:
        return str(draw(one_of(there)))
    if constants and where == 5:
        return sheet.new_constant(shape)
    made = sheet.new_input(shape)
    if made is None and there:
        return str(draw(one_of(there)))
    return sheet.new_constant(shape) if made is None and constants else made


def _first(items: Sequence[Any]) -> Any:
    return next(iter(items))


def _plainest_step(sheet: _Sheet, table: Table, operations: Sequence[str]) -> None:
    """Take a step where none that was drawn is defined: the first operation that is, anywhere."""
    shapes = ((2, 2), (2,))
    for choose, name, shape in product((sheet.choose, _first), operations, shapes):
        sheet.inputs["a"] = sheet.values["a"] = filled(shape, 0)
        fit = table[name].fits(choose, shape)
        if fit is None:
            continue
        operands = ["a"] * (1 + len(fit.others))
        if sheet.take(ArrayStep("v1", name, tuple(operands), dict(fit.keywords))):
            return
    raise ValueError(f"none of {', '.join(operations)} can be applied to an array of 2, 3, ...")


def _join(sheet: _Sheet, allowed: Sequence[str]) -> None:
    """Join what no step uses yet, as far as it broadcasts, so that every step matters."""
    join = sheet.table.join
    if join not in allowed:
        return
    while len(sheet.unused) > 1:
        one, other = sheet.unused[0], sheet.unused[-1]
        step = ArrayStep(f"v{len(sheet.steps) + 1}", join, (one, other))
        shapes = sheet.values[one].shape, sheet.values[other].shape
        loose = sheet.table[join].fits is broadcasting
        fits = broadcasts(*shapes) if loose else shapes[0] == shapes[1]
        if not (fits and sheet.take(step)):
            sheet.unused.remove(one)  # the later one stays, and what led to this one is left out
