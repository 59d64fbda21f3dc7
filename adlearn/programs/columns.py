"""A program of numbers, with NumPy's functions in it: its inputs may be columns of numbers, and one
run does for all rows what the program does for one."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import NotTraceable
from adlearn.floats.names import FLOATS
from adlearn.programs.lines import Equation, Guard, Line, line_of
from adlearn.programs.tracing import Recording
from adlearn.rules.elementwise import UFUNCS, on_each_element


def or_one(x: Any) -> Any:
    """x, but 1 where it is 0."""
    return np.where(np.equal(x, 0), 1.0, x)


#: A function of floats -> the function of columns. Operators are for both.
OF_COLUMNS: dict[Callable[..., Any], Callable[..., Any]] = {
    function: UFUNCS[name] for name, function in FLOATS.items() if name in UFUNCS
}
OF_COLUMNS |= {
    abs: np.absolute,
    math.pow: np.power,
    round: np.rint,
    FLOATS["nonzero"]: or_one,
    FLOATS["sign"]: np.sign,
    FLOATS["where"]: np.where,
}


def on_columns(recording: Recording) -> Recording:
    """Put NumPy's functions in the place of those of floats.

    Parameters
    ----------
    recording : Recording
        As `trace_numbers` gives it.

    Returns
    -------
    Recording
        Whose inputs may be numbers or arrays of one shape. Where a float would raise an error, an
        array has nan or inf in that row, and NumPy warns. The slope that is nothing is 0.0 here.

    Raises
    ------
    NotTraceable
        If the program has guards: it branches by a number, and rows may go different ways.

    Examples
    --------
    >>> from adlearn import relu
    >>> from adlearn.programs.numbers import trace_numbers
    >>> line = on_columns(trace_numbers(relu, (2.0,), {})).lines[1]
    >>> line.function.__name__, line.function([True, False], 0.0, [-1.0, 2.0])
    ('where', array([0., 2.]))
    """
    return recording.but(lines=tuple(on_column(recording, line) for line in recording.lines))


def on_column(recording: Recording, line: Line) -> Equation:
    """Change one line."""
    if isinstance(line, Guard):
        raise NotTraceable(
            f"{recording.name} goes a way that depends on a number ({line.what} {line.outcome}, at "
            f"{line_of(line.place)}), and rows of a column may go different ways. Use functions "
            "that choose without a branch (adlearn.relu, abs), or run the program once a row."
        )
    return Equation(
        line.result,
        of_columns(line.function),
        line.args,
        line.kwargs,
        line.rule,
        line.quiet,
        line.place,
    )


def of_columns(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the function of columns; what NumPy has no function for goes row by row."""
    if getattr(function, "__module__", "") == "_operator":
        return function
    return OF_COLUMNS.get(function) or row_by_row(function)


def row_by_row(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function of floats one of columns, under its name."""
    return functools.wraps(function)(on_each_element(function))
