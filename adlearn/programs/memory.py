"""How long the values of a program live, and what memory they are in.

By default a large array is let go after its last use. On request, `compile(f, reuse=True)`, the
results of operations are written into memory that is kept from call to call, and two values whose
lives do not overlap share it, as variables of a language share the registers of a processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from adlearn.programs.giving_back import FRESH
from adlearn.programs.lines import Equation, Guard, Var, used_by, vars_in
from adlearn.programs.tracing import Recording

#: Arrays of as many bytes are let go at once; for smaller ones that costs more than it brings.
LARGE = 4096
#: Arrays of as many bytes get a place in memory that is kept.
WORTH_KEEPING = 16_384


def last_uses(
    recording: Recording, watched: Sequence[Var], written_at: Sequence[int]
) -> dict[int, list[Var]]:
    """Say which vars are not needed after a line."""
    kept = {*watched, *(x for x in recording.outputs if x.__class__ is Var)}
    kept |= {given.var for given in recording.inputs}
    last: dict[Var, int] = {}
    for place, line in enumerate(recording.lines):
        for var in used_by(line):
            last[var] = max(last.get(var, 0), written_at[place])
        if isinstance(line, Equation) and written_at[place] == place:
            last.setdefault(line.result, place)
    within = {
        line.result  # type: ignore[union-attr]
        for place, line in enumerate(recording.lines)
        if written_at[place] != place
    }
    found: dict[int, list[Var]] = {}
    for var, place in last.items():
        if var not in kept and var not in within:
            found.setdefault(place, []).append(var)
    return found


# Memory that is kept

#: What a place is for: arrays of this shape and dtype.
Place = tuple[tuple[int, ...], np.dtype]


@dataclass(frozen=True, slots=True)
class Places:
    """Where results are written.

    Attributes
    ----------
    of : dict of {Var: int}
        The number of its place.
    shapes : tuple of Place
        What each place is for.
    """

    of: dict[Var, int]
    shapes: tuple[Place, ...]


def kept_apart(recording: Recording, watched: Sequence[Var]) -> set[Var]:
    """List the results that get a place: large ones of operations, which nobody else sees."""
    seen = {*watched, *vars_in(recording.outputs)}
    return {
        line.result
        for line in recording.lines
        if isinstance(line, Equation) and line.result not in seen and can_be_placed(line)
    }


def can_be_placed(line: Equation) -> bool:
    """Say whether a line can write its result where it is told to."""
    x = line.result
    operation = isinstance(line.function, np.ufunc) and line.function.nout == 1
    return operation and not line.kwargs and x.is_array and x.bytes >= WORTH_KEEPING


def places_in_memory(
    recording: Recording, placed: set[Var], watched: Sequence[Var], written_at: Sequence[int]
) -> Places:
    """Give results their places: the same to two that are not needed at the same time.

    Parameters
    ----------
    recording : Recording
    placed : set of Var
        See `kept_apart`.
    watched : sequence of Var
    written_at : sequence of int
        In which line each is written.

    Returns
    -------
    Places
    """
    until = ends_of_lives(recording, watched, written_at)
    free: dict[Place, list[int]] = {}
    taken: dict[int, list[Var]] = {}
    of: dict[Var, int] = {}
    shapes: list[Place] = []
    for place, line in enumerate(recording.lines):
        for var in taken.pop(place - 1, ()):
            free.setdefault(kind_of(var), []).append(of[var])
        if isinstance(line, Guard) or line.result not in placed:
            continue
        x = line.result
        kind = kind_of(x)
        ending = [v for v in taken.get(place, ()) if kind_of(v) == kind and v in operands(line)]
        by_element = getattr(line.function, "signature", None) is None
        if ending and by_element:  # each element is read before another is written there
            of[x] = of[ending[0]]
            taken[place].remove(ending[0])
        elif free.get(kind):
            of[x] = free[kind].pop()
        else:
            of[x] = len(shapes)
            shapes.append(kind)
        taken.setdefault(max(until.get(x, place), place), []).append(x)
    return Places(of, tuple(shapes))


def kind_of(var: Var) -> Place:
    """Say what memory a value needs."""
    assert var.dtype is not None
    return var.shape, var.dtype


def operands(line: Equation) -> list[Var]:
    """List the operands of an operation."""
    return [x for x in line.args if x.__class__ is Var]


def ends_of_lives(
    recording: Recording, watched: Sequence[Var], written_at: Sequence[int]
) -> dict[Var, int]:
    """Say in which line each value is needed last, itself or in what may be a view of it."""
    end = len(recording.lines)
    until: dict[Var, int] = dict.fromkeys((*watched, *vars_in(recording.outputs)), end)
    for place in range(end - 1, -1, -1):
        line = recording.lines[place]
        here = written_at[place]
        if isinstance(line, Equation) and may_be_view(line):
            here = max(here, until.get(line.result, here))
        for var in used_by(line):
            until[var] = max(until.get(var, here), here)
    return until


def may_be_view(line: Equation) -> bool:
    """Say whether a result may be in the memory of an argument."""
    known = isinstance(line.function, np.ufunc) or line.function in FRESH
    return not known and (line.result.is_array or line.result.dtype is None)


class Workspace:
    """Memory for the results of a program, for one call at a time.

    Two calls at once, in threads or one within the other, get memory of their own.

    Attributes
    ----------
    bytes : int
        How much one call needs.
    """

    def __init__(self, shapes: Iterable[Place]) -> None:
        self.shapes = tuple(shapes)
        self.bytes = sum(int(np.prod(shape)) * dtype.itemsize for shape, dtype in self.shapes)
        self._idle: list[list[np.ndarray]] = []

    def take(self) -> list[np.ndarray]:
        """Give memory that nobody uses."""
        try:
            return self._idle.pop()
        except IndexError:
            return [np.empty(shape, dtype) for shape, dtype in self.shapes]

    def give(self, memory: list[np.ndarray]) -> None:
        """Take memory back."""
        self._idle.append(memory)
