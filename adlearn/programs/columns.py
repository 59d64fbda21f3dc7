"""A program of numbers, with NumPy's functions in it: its inputs may be columns of numbers, and one
run does for all rows what the program does for one."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotTraceable, describe
from adlearn.floats.names import FLOATS
from adlearn.programs.lines import Equation, Guard, Line, line_of
from adlearn.programs.running import Miss, runner
from adlearn.programs.tracing import Recording, written
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


def runner_on_columns(recording: Recording) -> Callable[..., Any]:
    """Make the function that runs a program of numbers on columns of them.

    Parameters
    ----------
    recording : Recording
        As `trace_numbers` gives it.

    Returns
    -------
    callable
        Takes what the traced function took, with a column for each number: an array, a list of
        numbers, or one number, which is the same in every row. Gives what that function gave, with
        a column for each number. It raises `NotTraceable` if the arguments are something else.

    Raises
    ------
    NotTraceable
        If the program has guards or is none of numbers.

    Examples
    --------
    >>> from adlearn.programs.numbers import trace_numbers
    >>> product = runner_on_columns(trace_numbers(lambda x, y: x * y, (2.0, 3.0), {}))
    >>> product([1.0, 2.0], 10.0)
    array([10., 20.])
    """
    run = runner(on_columns(recording), any_numbers=True)

    def run_on_columns(*args: Any) -> Any:
        if len(args) != len(recording.parameters):
            raise NotTraceable(
                f"{recording.name} was written down for {', '.join(recording.parameters)}. Pass "
                f"just these, by their places; there are {len(args)}."
            )
        lengths: dict[int, str] = {}
        columns = Columns(recording, lengths)
        names = recording.parameters
        given = [columns.of(x, (name,)) for x, name in zip(args, names, strict=True)]
        if len(lengths) > 1:
            (n, one), (m, other) = list(lengths.items())[:2]
            raise NotTraceable(
                f"{one} has {n} rows and {other} has {m}. Pass columns of one length, and one "
                "number where it is the same in every row."
            )
        answer = run(*given)
        if answer.__class__ is Miss:
            raise NotTraceable(
                f"this program of {recording.name} is not for these columns: {answer.why}. Write "
                "it down again, program(f)(...)."
            )
        leaves, form = leaves_of(answer)
        return form([in_each_row(x, lengths) for x in leaves])

    return run_on_columns


def in_each_row(x: Any, lengths: Iterable[int]) -> Any:
    """Make a column of a number that is the same in every row."""
    for n in lengths:
        if isinstance(x, (float, np.floating)):
            return np.full(n, x)
    return x


@dataclass(frozen=True, slots=True)
class Columns:
    """Makes columns of the arguments of a program.

    Attributes
    ----------
    recording : Recording
    lengths : dict of {int: str}
        The lengths of columns, each with where it was found first.
    """

    recording: Recording
    lengths: dict[int, str]

    def of(self, thing: Any, path: tuple[Any, ...]) -> Any:
        """Give an argument, or what is in it, with an array for each column."""
        if any(given.path == path for given in self.recording.inputs):
            return self.column(thing, path)
        for where, kind, length in self.recording.containers:
            if where == path and kind is not type(None):
                return self.container(thing, path, kind, length)
        return thing

    def column(self, thing: Any, path: tuple[Any, ...]) -> Any:
        """Make an array of a column."""
        try:
            column = np.asarray(thing)
        except ValueError:  # rows of several lengths
            column = np.asarray(None)
        if column.ndim > 1 or column.dtype.kind not in "fiub":
            raise NotTraceable(
                f"{written(path)} has to be a column of real numbers, and this is "
                f"{describe(thing)}. Pass an array of one axis, a list of floats or a float."
            )
        if column.ndim:
            self.lengths.setdefault(len(column), written(path))
        return column[()] if column.dtype.kind == "f" else column.astype(float)[()]

    def container(self, thing: Any, path: tuple[Any, ...], kind: type, form: Any) -> Any:
        """Make arrays of the columns in a list, tuple or dict."""
        asked, same = form, thing.__class__ is kind
        if isinstance(form, list):
            asked = ", ".join(map(repr, form))
            same = same and [*thing] == form
        elif same:
            same = len(thing) == form
        if not same:
            raise NotTraceable(
                f"{written(path)} is a {kind.__name__} of {asked} in this program, and this "
                f"is {measured(thing)}. Pass a {kind.__name__} with a column for each number;"
                " of an array with a row for each, list(rows)."
            )
        if isinstance(thing, dict):
            return {key: self.of(part, (*path, key)) for key, part in thing.items()}
        parts = [self.of(part, (*path, place)) for place, part in enumerate(thing)]
        if isinstance(thing, np.ndarray):
            return np.array(np.broadcast_arrays(*parts))
        return kind(*parts) if hasattr(thing, "_fields") else kind(parts)


def measured(thing: Any) -> str:
    """Say what something is, and how much of it there is."""
    of = f" of {len(thing)}" if isinstance(thing, (list, tuple, dict)) else ""
    return describe(thing) + of


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
        If the program has guards: it branches by a number, and rows may go different ways. And if
        it is none of numbers.

    Examples
    --------
    >>> from adlearn import relu
    >>> from adlearn.programs.numbers import trace_numbers
    >>> line = on_columns(trace_numbers(relu, (2.0,), {})).lines[1]
    >>> line.function.__name__, line.function([True, False], 0.0, [-1.0, 2.0])
    ('where', array([0., 2.]))
    """
    if not recording.of_numbers:
        raise NotTraceable(
            f"this program of {recording.name} was written down with NumPy's numbers and arrays, "
            "and columns are for programs of single numbers. Write it down with nodes, "
            "program(f)(adlearn.AutogradValue(1.0)), and with adlearn's functions (adlearn.sin) in "
            "f; or with an array in the place of the number, program(f)(np.array([1.0, 2.0]))."
        )
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
