"""A program as data: straight-line, one equation a line. Nothing here runs anything.

`adlearn.programs.tracing` writes programs down, `simplify` makes them shorter, `source` and
`notation` print them, `compiling` runs them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from adlearn.user_line import described


@dataclass(frozen=True, slots=True, eq=False)
class Var:
    """What a line computes, or an input: a name for a value that is not known yet.

    Attributes
    ----------
    number : int
        Its place in the order in which the trace met it.
    shape : tuple of int
    dtype : numpy.dtype or None
        None for several arrays together.
    kind : type
        The class of the value: `numpy.ndarray`, a class of NumPy scalars, `float`, `tuple`, ...
    """

    number: int
    shape: tuple[int, ...]
    dtype: np.dtype | None
    kind: type

    @property
    def is_array(self) -> bool:
        """Whether it is an array, and not a single number."""
        return self.kind is np.ndarray

    @property
    def bytes(self) -> int:
        """How much memory its numbers take."""
        size = 1
        for n in self.shape:
            size *= n
        return size * (self.dtype.itemsize if self.dtype is not None else 0)

    def __repr__(self) -> str:
        return f"t{self.number}"


#: Where a line was written: for each frame of the user's code, the code and the instruction.
Place = tuple[tuple[CodeType, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Equation:
    """One line: a result, and the function and arguments that it is made of.

    Attributes
    ----------
    result : Var
    function : callable
        On plain arrays.
    args, kwargs : tuple, dict
        Vars, constants, and lists, tuples, dicts and slices of these.
    rule : str
        What the primitive is called whose rule wrote the line; empty for the user's own.
    quiet : bool
        Whether warnings about floating point were off.
    place : tuple
        Where in the user's program.
    """

    result: Var
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    rule: str = ""
    quiet: bool = False
    place: Place = ()


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """A line on which the rest depends: the program holds while it comes out the same.

    Attributes
    ----------
    var : Var
        What was asked.
    outcome : object
        What it was: the truth of a branch, a whole number, a shape.
    what : str
        `branch`, `number`, `shape` or `nan`.
    place : tuple
    """

    var: Var
    outcome: Any
    what: str
    place: Place = ()


Line = Equation | Guard


def line_of(place: Place) -> str | None:
    """Write the user's line, as `file:line: text`; None where it is not known."""
    if not place:
        return None
    code, instruction = place[0]
    number = next(itertools.islice(code.co_positions(), instruction // 2, None))[0]
    return described(code.co_filename, number or code.co_firstlineno)


def mapped(thing: Any, change: Callable[[Any], Any]) -> Any:
    """Change the leaves of an argument: what is in lists, tuples, dicts and slices.

    Examples
    --------
    >>> mapped((1, [2, slice(3, None)]), lambda x: x and -x)
    (-1, [-2, slice(-3, None, None)])
    """
    kind = thing.__class__
    if kind is tuple:
        return tuple([mapped(part, change) for part in thing])
    if kind is list:
        return [mapped(part, change) for part in thing]
    if kind is dict:
        return {key: mapped(part, change) for key, part in thing.items()}
    if kind is slice:
        return slice(*[mapped(part, change) for part in (thing.start, thing.stop, thing.step)])
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return kind(*[mapped(part, change) for part in thing])
    return change(thing)


def vars_in(thing: Any) -> Iterator[Var]:
    """Find the vars in an argument."""
    kind = thing.__class__
    if kind is Var:
        yield thing
    elif isinstance(thing, (tuple, list)):
        for part in thing:
            yield from vars_in(part)
    elif kind is dict:
        for part in thing.values():
            yield from vars_in(part)
    elif kind is slice:
        yield from vars_in((thing.start, thing.stop, thing.step))


def used_by(line: Line) -> list[Var]:
    """List the vars that a line reads."""
    if isinstance(line, Guard):
        return [line.var]
    return [*vars_in(line.args), *vars_in(line.kwargs)]
