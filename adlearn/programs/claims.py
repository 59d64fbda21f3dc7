"""Which lines of a program have the names that the user's source has.

A call may write many lines, and a loop makes the call many times. The name belongs to the last line
of each time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adlearn.programs.lines import Equation, Line, Place, Var
from adlearn.programs.roles import Reader
from adlearn.programs.tracing import equations

Key = tuple[int, ...]


@dataclass(slots=True)
class Run:
    """Lines one after another that were written while one and the same call was made.

    Attributes
    ----------
    name : str
        What the answer is called.
    place : Place
        Where the call is.
    site : tuple of int
        The same in short.
    lines : list of (tuple of int, Equation, bool)
        Where a line is in short, the line, and whether it may be the answer.
    """

    name: str
    place: Place
    site: Key
    lines: list[tuple[Key, Equation, bool]]

    def answers(self, loops: bool) -> Iterator[Var]:
        """Give the answer of each pass of a loop: the last line that may be it."""
        for some in self.passes() if loops else [self.lines]:
            found = [line.result for _, line, may in some if may]
            yield from found[-1:]

    def passes(self) -> list[list[tuple[Key, Equation, bool]]]:
        """Take the lines of a loop apart into passes.

        Nobody has written down where a pass ends, only which instruction wrote each line and which
        lines may be the answer (marked ! here). Of two passes through `x = f(x)`, where `f` is
        `u = 2 * x; return sin(u)`:

            mul  sin!  mul  sin!             a whole number of times the same: cut after each
            mul  sin!  add  mul  sin!        `f` branched. Its lines are all inside of `f`, so one
                                             that may be the answer is what it returned, if another
                                             instruction comes next
            dot!  dot!  add  dot!  dot!      one instruction of `f` writes several lines, as
                                             `multi_dot` does: `at_once` cuts where it is repeated

        Through `x = grad(f)(x)`, where the walk back is written by the statement itself:

            mul  sin  cos!  mul!  add  mul  sin  cos!  mul!
                                             any line of the walk may be the answer; so a pass ends
                                             only where an instruction comes that it has seen (mul)
        """
        size = period([(key, line.function) for key, line, _ in self.lines])
        if size < len(self.lines):
            return [self.lines[i : i + size] for i in range(0, len(self.lines), size)]
        by_itself = not any(key == self.site for key, _, _ in self.lines)
        found: list[list[tuple[Key, Equation, bool]]] = [[]]
        seen: set[Key] = set()
        for one in self.lines:
            last = found[-1][-1] if found[-1] else one
            if last[2] and last[0] != one[0] and (by_itself or one[0] in seen):
                found.append([])
                seen.clear()
            found[-1].append(one)
            seen.add(one[0])
        return [part for some in found for part in at_once(some)] if by_itself else found


def at_once(lines: list[tuple[Key, Equation, bool]]) -> list[list[tuple[Key, Equation, bool]]]:
    """Take the last lines apart where the same instruction has done the same several times.

    The last lines of one instruction are as many passes as they repeat the same functions.
    """
    key = lines[-1][0]
    end = len(list(itertools.takewhile(lambda one: one[0] == key, reversed(lines))))
    size = period([line.function for _, line, _ in lines[-end:]])
    starts = range(len(lines) - end + size, len(lines) + 1, size)
    return [lines[0 if i == starts[0] else i - size : i] for i in starts]


def period(things: list[Any]) -> int:
    """Say after how many things a list is repeated; its length, if it is not.

    Examples
    --------
    >>> period([1, 2, 1, 2]), period([1, 2, 1])
    (2, 3)
    """
    shorter = [0]  # how long the longest proper prefix is with which the list ends up to here
    for thing in things[1:]:
        n = shorter[-1]
        while n and things[n] != thing:
            n = shorter[n - 1]
        shorter.append(n + (things[n] == thing))
    size = len(things) - shorter[-1]
    return size if len(things) % size == 0 else len(things)


def claimed(lines: Iterable[Line]) -> dict[Var, str]:
    """Give the names that the source has for results. They need not be unique.

    Parameters
    ----------
    lines : iterable of Line
        As they were recorded: which line is the last of a call is not known any more, when lines
        have been struck out.

    Returns
    -------
    dict of {Var: str}
    """
    reader, sites = Reader(), Sites()
    names: dict[Var, str] = {}
    running: list[Run] = []
    before: list[tuple[Key, Equation]] = []
    claims: dict[Key, tuple[str, int] | None] = {}

    def finish(runs: list[Run]) -> None:
        for run in runs:
            names.update(dict.fromkeys(run.answers(reader.loops(run.place)), run.name))

    for line in equations(lines):
        key = sites.key(line.place)
        if key not in claims:
            claims[key] = reader.claim(line.place)
        finish([run for run in running if not ends_with(key, run.site)])
        running = [run for run in running if ends_with(key, run.site)]
        claim = claims[key]
        site = key[claim[1] :] if claim else ()
        name = claim[0] if claim else ""
        if claim and not any(run.site == site and run.name == name for run in running):
            running.append(Run(name, line.place[claim[1] :], site, written_there(before, site)))
        for run in running:
            run.lines.append((key, line, run.site == site and run.name == name))
        before.append((key, line))
    finish(running)
    return names


def written_there(
    before: list[tuple[Key, Equation]], site: Key
) -> list[tuple[Key, Equation, bool]]:
    """Give the last lines, as long as they were written while this call was made."""
    there = itertools.takewhile(lambda one: ends_with(one[0], site), reversed(before))
    return [(key, line, False) for key, line in there][::-1]


def ends_with(key: Key, site: Key) -> bool:
    return key[len(key) - len(site) :] == site


class Sites:
    """Numbers for instructions, which are compared more often than is good for codes."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, int], int] = {}

    def key(self, place: Place) -> Key:
        """Give the numbers of a place."""
        return tuple(
            [
                self.numbers.setdefault((id(code), instruction), len(self.numbers))
                for code, instruction in place
            ]
        )
