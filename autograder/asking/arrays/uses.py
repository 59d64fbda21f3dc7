"""Every use of an operation: what is asked of it whatever the seed, the simplest first.

Shapes and keywords are chosen at random from a seed that never changes, and each kind of use is
kept once: how many axes each operand has, which of them have length 1, and what the keywords say.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import (
    ArrayProgram,
    ArrayStep,
    filled,
    weighed,
    with_incoming,
)
from autograder.asking.arrays.shapes import SIDES, Fit, Shape

#: How often a fit is looked for, for each shape.
TRIES = 12

#: The patterns of numbers that are tried until the operation is defined there.
PATTERNS = (4, 1, 0)


def uses(
    table: Table, name: str, scalar: bool = False, most: int = 60
) -> list[tuple[ArrayProgram]]:
    """Give programs of one step with every kind of shape and keyword; for `for_all(always=...)`.

    Parameters
    ----------
    table : Table
    name : str
        The operation.
    scalar : bool
        Whether the result is made a number.
    most : int
        How many, if there are more: some of every size.

    Examples
    --------
    >>> import numpy as np
    >>> from autograder.asking.arrays.shapes import broadcasting
    >>> table = Table([Operation("mul", "{0} * {1}", np.multiply, broadcasting)])
    >>> [tuple(a.shape for a in case.inputs.values()) for case, in uses(table, "mul", most=4)]
    [((), ()), ((3, 3), (1,)), ((3, 2, 3), (1, 3)), ((1, 3, 2), (1, 1, 1))]
    """
    return [(program,) for program in _uses(table, name, scalar, most)]


@lru_cache(maxsize=256)
def _uses(table: Table, name: str, scalar: bool, most: int) -> list[ArrayProgram]:
    operation = table[name]
    random_ = random.Random(name)
    found: dict[Any, ArrayProgram] = {}
    for axes in (1, 2, 3, 0):
        for shape in _shapes(axes):
            for _ in range(TRIES):
                fit = operation.fits(lambda items: random_.choice(list(items)), shape)
                if fit is None:
                    continue
                kind = _kind(shape, fit)
                if kind not in found:
                    program = _program(table, operation, shape, fit)
                    if program is not None:
                        found[kind] = program
    every = sorted(found.values(), key=_size)
    if len(every) > most:
        last, spaces = len(every) - 1, max(most - 1, 1)
        every = [every[round(i * last / spaces)] for i in range(most)]
    return [weighed(one, 3) if scalar else with_incoming(one, 4) for one in every]


def _shapes(axes: int) -> Sequence[Shape]:
    """Give shapes of so many axes, where lengths that can be told apart come first."""
    every = list(product(SIDES, repeat=axes))
    return sorted(every, key=lambda shape: (-len(set(shape)), shape.count(1)))[:12]


def _kind(shape: Shape, fit: Fit) -> Any:
    """Say what kind of use it is: ones and longer axes of each operand, and the keywords."""
    ones = tuple(tuple(side == 1 for side in operand) for operand in (shape, *fit.others))
    told = tuple((key, _told(value, len(shape))) for key, value in sorted(fit.keywords.items()))
    return ones, fit.position, told


def _told(value: Any, axes: int) -> Any:
    """Tell axes as they are, and of a shape how long it is."""
    is_shape = isinstance(value, tuple) and any(not -axes <= item < axes for item in value)
    return len(value) if is_shape else value


def _program(table: Table, operation: Operation, shape: Shape, fit: Fit) -> ArrayProgram | None:
    shapes = list(fit.others)
    shapes.insert(fit.position, shape)
    names = "abcdefgh"[: len(shapes)]
    for pattern in PATTERNS:
        arrays = [filled(each, pattern, 3 * i) for i, each in enumerate(shapes)]
        if operation.at(arrays, fit.keywords) is not None:
            step = ArrayStep("v1", operation.name, tuple(names), dict(fit.keywords))
            return ArrayProgram(table, dict(zip(names, arrays, strict=True)), (step,))
    return None


def _size(program: ArrayProgram) -> tuple[int, int, int]:
    arrays = list(program.inputs.values())
    ones = sum(array.shape.count(1) for array in arrays)
    return sum(array.ndim for array in arrays), ones, sum(array.size for array in arrays)


def every_use(table: Table, scalar: bool = False, most: int = 12) -> list[tuple[ArrayProgram]]:
    """Give uses of all operations, so many of each; see `uses`."""
    return [case for name in table.names for case in uses(table, name, scalar, most)]
