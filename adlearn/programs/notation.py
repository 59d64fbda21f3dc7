"""Prints a program as the lecture has it: the computation on the left, one operation a line; on the
right the derivatives, one line for each cotangent, from the output back.

The notation is that of Roger Grosse's CSC421 lecture 6 on automatic differentiation: a bar over a
name is the derivative of the output by it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.programs.expressions import Latex, PageExpressions, Style, labels, width
from adlearn.programs.lines import Equation, Guard, Place, Var, line_of, used_by, vars_in
from adlearn.programs.naming import cotangents_of
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
    owners = owners_of(recording)
    within = written_within(recording, {*vars_in(list(owners.values()))})
    names, bars = called(recording, names, within, owners)
    label = labels([*names.values(), *bars.values()], style)
    write = PageExpressions(style, {var: label[name] for var, name in names.items()}, within)
    forward = [
        Written(write.names[line.result], write.line(line), line.result, None, line.result.shape)
        for line in lines
        if not line.quiet and line.result not in within
    ]
    over = {var: label[name] for var, name in bars.items()}
    numbered = {var for var, name in names.items() if is_numbered(name)}
    reverse = derivatives_of(lines, write, owners, over, numbered)
    title = f"{recording.name}({', '.join(recording.parameters)})"
    made = {line.result: line for line in lines}
    guards = [line for line in recording.lines if isinstance(line, Guard)]
    held = tuple(dict.fromkeys(said(guard, made, write) for guard in guards))
    return Page(title, tuple(forward), tuple(reverse), held)


def owners_of(recording: Recording) -> dict[Var, Any]:
    """Say which cotangent a value has: by value, the first that arrived."""
    found: dict[Var, Any] = {}
    for var, g in recording.cotangents:
        found.setdefault(var, g)
    return found


def written_within(recording: Recording, cotangents: set[Any]) -> dict[Var, Equation]:
    """Find the steps of a derivative that are used once: they are written where they are used."""
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
        if line.function in (float, complex):  # only makes a Python number of a value
            within[var] = line
        size[var] = 1 + sum(size[x] for x in used_by(line) if x in within)
        once = uses[var] == 1 and var in user and user[var].__class__ is Equation
        plain = line.quiet and var not in cotangents
        if once and plain and size[var] < MOST_IN_A_LINE and user[var].quiet:
            within[var] = line
    return within


def called(
    recording: Recording, names: dict[Var, str], within: Any, owners: dict[Var, Any]
) -> tuple[dict[Var, str], dict[Var, str]]:
    """Number what has no name in the order of the page; name cotangents after their values.

    Returns
    -------
    names : dict of {Var: str}
    bars : dict of {Var: str}
        What the cotangent of a value is called, by the value. It is the name of the cotangent as
        well, unless that is a value of the left column or has a name in the source.
    """
    belongs = cotangents_of(recording)
    inputs = [given.var for given in recording.inputs]
    results = [line.result for line in recording.lines if isinstance(line, Equation)]
    found = {var: names[var] for var in inputs}
    for var in results:
        of = names.get(belongs.get(var, var), "")
        if not is_numbered(names[var]) and not names[var].startswith(f"{of}_bar"):
            found[var] = names[var]
    taken = {*found.values()}
    cotangents = {g for g in owners.values() if g.__class__ is Var}
    quiet = {x.result for x in recording.lines if isinstance(x, Equation) and x.quiet}
    for var in results:
        if var not in found and var not in within and not (var in cotangents and var in quiet):
            found[var] = unused("t{}", taken)
    bars: dict[Var, str] = {}
    for var, g in owners.items():
        name = f"{found[var]}_bar" if var in found else ""
        if not name:
            continue
        bars[var] = name if name not in taken else unused(name + "_{}", taken, 2)
        taken.add(bars[var])
        if g.__class__ is Var and g in quiet:
            found.setdefault(g, bars[var])
    for var in results:
        if var not in found and var not in within:
            found[var] = unused("t{}", taken)
    return found, bars


def unused(form: str, taken: set[str], first: int = 1) -> str:
    """Give the first of t1, t2, ... that nothing is called by, and take it."""
    name = next(form.format(n) for n in itertools.count(first) if form.format(n) not in taken)
    taken.add(name)
    return name


def is_numbered(name: str) -> bool:
    return name[:1] == "t" and name[1:].isdigit()


def derivatives_of(
    lines: list[Equation],
    write: PageExpressions,
    owners: dict[Var, Any],
    bars: dict[Var, str],
    numbered: set[Var],
) -> list[Written]:
    """Write the lines of the derivatives: for each value its cotangent, and before it the steps
    that it needs.

    `bars` has what cotangents are called, by their values. A cotangent that is a value of the left
    column is called by its bar from there on, if its own name is a number (`numbered`).
    """
    made = {line.result: line for line in lines}
    left = write.names
    write = PageExpressions(write.style, {**left}, write.within)
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
            if var not in write.within:
                page.append(Written(left[var], write.line(line), var, None, var.shape))

    for var, g in owners.items():
        if var not in bars or var in made and made[var].quiet:
            continue
        bar = bars[var]
        if g.__class__ is not Var:
            page.append(Written(bar, write.thing(g)[0], None, var, np.shape(g)))
            continue
        before = g in done
        need(g)
        if not before and g in done and page and page[-1].var is g and page[-1].name == bar:
            page[-1] = Written(bar, page[-1].right, g, var, g.shape)
            continue
        line = made.get(g)
        if line is not None and not line.quiet and g in numbered and var is not g:
            right = write.line(line)
            write.names[g] = bar
        else:
            right = write.thing(g)[0]
        page.append(Written(bar, right, g, var, g.shape))
    for line in lines:
        if line.quiet and line.result not in write.within:
            need(line.result)
    return page


def said(guard: Guard, made: dict[Var, Equation], write: PageExpressions) -> str:
    """Say what a program holds for, and where in the user's source that was asked."""
    name = write.thing(guard.var)[0]
    if guard.what == "branch":
        what = f"{name} is {'true' if guard.outcome else 'false'}"
    elif guard.what == "shape":
        what = f"{name} has the shape {guard.outcome}"
    else:
        what = f"{name} is {guard.outcome}"
    if line := line_of(guard.place):
        return f"{what}, in `{line}`"
    line = line_of(place_behind(guard.var, made))
    return f"{what}, which the rule for `{line}` asks" if line else what


def place_behind(var: Var, made: dict[Var, Equation]) -> Place:
    """Give where the user's source computes what a value is made of: the nearest, and of several
    the last."""
    near, seen = [var], {var}
    while near:
        lines = [made[x] for x in near if x in made]
        placed = [line for line in lines if line.place and not line.quiet]
        if placed:
            return max(placed, key=lambda line: line.result.number).place
        near = list(dict.fromkeys(x for line in lines for x in used_by(line) if x not in seen))
        seen.update(near)
    return ()


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
