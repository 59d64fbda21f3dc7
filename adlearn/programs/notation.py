"""Prints a program as the lecture has it: the computation on the left, one operation a line; on the
right the derivatives, one line for each cotangent, from the output back.

The notation is that of Roger Grosse's CSC421 lecture 6 on automatic differentiation: a bar over a
name is the derivative of the output by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.programs.expressions import Expressions, Latex, Style, width
from adlearn.programs.lines import Equation, Guard, Var, line_of, used_by, vars_in
from adlearn.programs.tracing import Recording

#: How many operations are written into one line of the derivatives.
MOST_IN_A_LINE = 8


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a page.

    Attributes
    ----------
    name, right : str
        Of what is computed, and how.
    var : Var or None
        What is computed.
    of : Var or None
        Whose cotangent it is.
    shape : tuple of int
    """

    name: str
    right: str
    var: Var | None
    of: Var | None = None
    shape: tuple[int, ...] = ()

    def text(self, most: int, shapes: bool) -> str:
        """Write the line, names aligned."""
        padded = self.name + " " * (most - width(self.name))
        shape = f"   {self.shape}" if shapes and self.shape else ""
        return f"{padded} = {self.right}{shape}"


@dataclass(frozen=True, slots=True)
class Page:
    """A program as it is printed.

    Attributes
    ----------
    title : str
    forward, reverse : tuple of Written
    guards : tuple of str
        What the program holds for.
    """

    title: str
    forward: tuple[Written, ...]
    reverse: tuple[Written, ...]
    guards: tuple[str, ...]


def page_of(recording: Recording, names: dict[Var, str], style: Style) -> Page:
    """Write the lines of a program.

    Parameters
    ----------
    recording : Recording
    names : dict of {Var: str}
    style : Style
    """
    lines = [line for line in recording.lines if isinstance(line, Equation)]
    derivatives = {line.result for line in lines if line.quiet}
    owners = owners_of(recording)
    within = written_within(recording, names, {*vars_in(list(owners.values()))})
    names = called(lines, names, within, owners)
    write = Expressions(style, names, within)
    forward, reverse = [], []
    for line in lines:
        var = line.result
        if var in within or line.function in (float, complex):
            continue
        if var not in derivatives:
            forward.append(Written(style.name(names[var]), write.line(line), var, None, var.shape))
    reverse = derivatives_of(recording, lines, write, owners, {w.var for w in forward})
    title = f"{recording.name}({', '.join(recording.parameters)})"
    held = tuple(dict.fromkeys(said(g) for g in recording.lines if g.__class__ is Guard))
    return Page(title, tuple(forward), tuple(reverse), held)


def owners_of(recording: Recording) -> dict[Var, Any]:
    """Say which cotangent a value has: by value, the first that arrived."""
    found: dict[Var, Any] = {}
    for var, g in recording.cotangents:
        found.setdefault(var, g)
    return found


def written_within(
    recording: Recording, names: dict[Var, str], cotangents: set[Any]
) -> dict[Var, Equation]:
    """Find the steps of a derivative that have no name of their own and are used once: they are
    written where they are used."""
    uses = Counter(var for line in recording.lines for var in used_by(line))
    uses.update(vars_in(recording.outputs))
    user: dict[Var, Equation] = {}
    for line in recording.lines:
        for var in used_by(line):
            user[var] = line  # type: ignore[assignment]
    size: Counter[Var] = Counter()
    within: dict[Var, Equation] = {}
    for line in recording.lines:
        if isinstance(line, Guard):
            continue
        var = line.result
        size[var] = 1 + sum(size[x] for x in used_by(line) if x in within)
        once = uses[var] == 1 and var in user and user[var].__class__ is Equation
        plain = line.quiet and var not in cotangents
        if once and plain and size[var] < MOST_IN_A_LINE and user[var].quiet:
            within[var] = line
    return within


def called(
    lines: list[Equation], names: dict[Var, str], within: Any, owners: dict[Var, Any]
) -> dict[Var, str]:
    """Number what has no name in the order of the page; name cotangents after their values."""
    quiet = {line.result for line in lines if line.quiet}
    bars = {g: var for var, g in reversed(owners.items()) if g.__class__ is Var and g in quiet}
    values = {g for g in owners.values() if g.__class__ is Var} - quiet
    found = {
        var: name
        for var, name in names.items()
        if not is_numbered(name) and not (var in values and name.endswith("_bar"))
    }
    taken, number = set(found.values()), 0
    for line in lines:
        var = line.result
        if var in found or var in within or var in bars or line.function in (float, complex):
            continue
        number += 1
        while f"t{number}" in taken:
            number += 1
        found[var] = f"t{number}"
    for g, var in bars.items():
        if var in found and (g not in found or found[g].endswith("_bar")):
            found[g] = f"{found[var]}_bar"
    for line in lines:
        found.setdefault(line.result, f"t{line.result.number}")
    return found


def is_numbered(name: str) -> bool:
    return name[:1] == "t" and name[1:].isdigit()


def derivatives_of(
    recording: Recording,
    lines: list[Equation],
    write: Expressions,
    owners: dict[Var, Any],
    shown: set[Var | None],
) -> list[Written]:
    """Write the lines of the derivatives: for each value its cotangent, and before it the steps
    that it needs."""
    style, names = write.style, write.names
    made = {line.result: line for line in lines}
    inputs = {given.var for given in recording.inputs}
    done: set[Var] = set()
    page: list[Written] = []

    def need(var: Var) -> None:
        todo = [(var, False)]  # and whether what it is made of is written already
        while todo:
            var, ready = todo.pop()
            line = made.get(var)
            if line is None or var in done or not line.quiet:
                continue
            if not ready:
                todo += [(var, True), *((part, False) for part in reversed(used_by(line)))]
                continue
            done.add(var)
            if var not in write.within and line.function not in (float, complex):
                page.append(Written(style.name(names[var]), write.line(line), var, None, var.shape))

    for var, g in owners.items():
        if var not in shown and var not in inputs:
            continue
        bar = style.name(f"{names[var]}_bar")
        if g.__class__ is not Var:
            page.append(Written(bar, write.thing(g)[0], None, var, np.shape(g)))
            continue
        before = g in done
        need(g)
        if not before and g in done and page and page[-1].var is g:
            page[-1] = Written(bar, page[-1].right, g, var, g.shape)
            continue
        line = made.get(g)
        if line is not None and not line.quiet and is_numbered(names[g]) and var is not g:
            right = write.line(line)  # a value that stands on the left without a name of its own
            names[g] = f"{names[var]}_bar"
        else:
            right = write.thing(g)[0]
        page.append(Written(bar, right, g, var, g.shape))
    for line in lines:
        if line.quiet and line.result not in write.within:
            need(line.result)
    return page


def said(guard: Guard) -> str:
    """Say what a program holds for."""
    where = line_of(guard.place)
    at = f" in `{where}`" if where else ""
    if guard.what == "branch":
        return f"a branch goes as it went{at}"
    if guard.what == "shape":
        return f"there are {guard.outcome} elements{at}"
    return f"a number is {guard.outcome}{at}"


def printed(page: Page) -> str:
    """Write a page for a terminal, in two columns."""
    shapes = any(one.shape for one in (*page.forward, *page.reverse))
    left, right = (aligned(part, shapes) for part in (page.forward, page.reverse))
    heads = ("the computation", "the derivatives")
    text = [page.title, ""]
    if not right:
        text += left
    else:
        wide = max(map(width, [heads[0], *left])) + 4
        rows = [(heads[0], heads[1]), ("-" * len(heads[0]), "-" * len(heads[1]))]
        rows += [
            (left[i] if i < len(left) else "", right[i] if i < len(right) else "")
            for i in range(max(len(left), len(right)))
        ]
        text += [(a + " " * (wide - width(a)) + b).rstrip() for a, b in rows]
    if page.guards:
        text += ["", "It holds as long as:", *(f"- {guard}" for guard in page.guards)]
    return "\n".join(text)


def aligned(lines: tuple[Written, ...], shapes: bool) -> list[str]:
    """Write lines with their names in one column."""
    most = max((width(one.name) for one in lines), default=0)
    return [one.text(most, shapes) for one in lines]


def latex(recording: Recording, names: dict[Var, str]) -> str:
    """Write a program as LaTeX: two columns of aligned equations."""
    page = page_of(recording, names, Latex())
    columns = []
    for part in (page.forward, page.reverse):
        rows = [f"{one.name} &= {one.right}" for one in part]
        columns.append(r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}" if rows else "")
    return r" \qquad ".join(column for column in columns if column)
