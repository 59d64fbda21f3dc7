"""A derivation as a student would write it: every line of the computation and of its derivatives,
in symbols and with the numbers of one point. `derivation(f)(*args)`, or `derivation(L)`."""

from __future__ import annotations

import functools
import html
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.trace import Argnum, checked
from adlearn.derivatives.transforms import value_and_grad
from adlearn.errors import NotANumber, describe
from adlearn.programs.expressions import Latex, Style, width
from adlearn.programs.filled import Filled, FilledLatex, value_written
from adlearn.programs.finished import worked_graph
from adlearn.programs.rows import COMPUTATION, DERIVATIVES, Row, Worked
from adlearn.programs.worked import numbers_among, with_floats, worked
from adlearn.programs.written import program
from adlearn.show.adapters import is_node
from adlearn.show.naming import graph_called, variables_of
from adlearn.show.snapshots import Snapshot

#: What the parts and the columns are called.
PARTS = {COMPUTATION: "the computation", DERIVATIVES: "the derivatives"}
COLUMNS = ("name", "formula", "with numbers", "value", "rule")


def derivation(f: Any, argnum: Argnum | None = None) -> Any:
    """Derive a function at one point as by hand, line by line with numbers.

    Parameters
    ----------
    f : callable or node
        A function of numbers and arrays that returns one number, whose derivative is wanted. Or
        what somebody has computed already: a node of a graph, of any engine that `adlearn.show`
        can read, a class of your own included.
    argnum : int or sequence of int, optional
        The positional argument, or arguments, to differentiate by; all that are made of floats by
        default.

    Returns
    -------
    callable or Derivation
        Of a function: what takes its arguments and gives the `Derivation`. Of a node: the
        `Derivation`, with the values and gradients that are there.

    Raises
    ------
    NotANumber
        If `f` is neither, or the function returns no number.
    NotTraceable
        When called: if `f` does what a program of lines cannot say.

    See Also
    --------
    program : the same without numbers, as a function that can be run.

    Notes
    -----
    A bar over a name is the derivative of the output by it. The derivation of `grad(f)` is that of
    the derivative: its computation includes the gradient, and its derivatives are second ones.

    Examples
    --------
    >>> def loss(w, x, t):
    ...     y = w * x
    ...     return (y - t) ** 2 / 2
    >>> table = derivation(loss, argnum=0)(2.0, 1.5, 1.0)
    >>> [(row.name, float(row.value)) for row in table.rows]
    [('y', 3.0), ('t1', 2.0), ('t2', 4.0), ('L', 2.0), ('L_bar', 1.0), ('t2_bar', 0.5), \
('t1_bar', 2.0), ('y_bar', 2.0), ('w_bar', 3.0)]
    >>> table["w_bar"].rule
    'multiply'
    """
    if is_node(f):
        graph = Snapshot.of(graph_called(f, variables_of(sys._getframe(1))))
        return Derivation(worked_graph(graph), lambda: graph)
    if not callable(f):
        raise NotANumber(
            f"derivation takes a function, or a node of a graph: something with a value and with "
            f"parents. This is {describe(f)}. Pass the function itself, derivation(f)(2.0), or the "
            "node that was computed."
        )
    if argnum is not None:
        argnum = checked(f, argnum)

    @functools.wraps(f, updated=())
    def derivation_at(*args: Any, **kwargs: Any) -> Derivation:
        table = worked(f, argnum, args, kwargs)
        places = numbers_among(f, args) if argnum is None else argnum
        slopes = program(value_and_grad(f, places))
        return Derivation(table, lambda: slopes(*with_floats(args, places), **kwargs).graph)

    return derivation_at


class Derivation:
    """A computation and its derivatives at one point, line by line. Made by `derivation`.

    Attributes
    ----------
    rows : tuple of Row
        The computation, then the derivatives from the output back.
    latex : str
        In the notation of the lecture.
    graph : Snapshot
        The computation as a graph to step through, which `show(derivation)` shows.
    """

    def __init__(self, worked: Worked, drawn: Callable[[], Snapshot] | None = None) -> None:
        self._worked, self._drawn = worked, drawn

    @functools.cached_property
    def graph(self) -> Snapshot:
        if self._drawn is None:
            raise NotANumber(
                "this derivation goes on from numbers that were given, and no graph has those. A "
                "derivation shows itself: print it, or put it at the end of a cell."
            )
        return self._drawn()

    @functools.cached_property
    def rows(self) -> tuple[Row, ...]:
        return self._worked.rows(Style(), Filled)

    def __getitem__(self, name: str) -> Row:
        """Give the row of a name, such as "z_bar"."""
        for step in self._worked.steps:
            if step.name == name:
                return self._worked.row(step, Style(), Filled)
        raise KeyError(f"there is no line {name}; there are {self._names()}.")

    def _names(self) -> str:
        return ", ".join(step.name for step in self._worked.steps)

    def given(self, **values: Any) -> Derivation:
        """Go on from other numbers: what follows from a line as somebody else has it.

        Parameters
        ----------
        **values : float or array
            Names of lines, and what they are to be.

        Returns
        -------
        Derivation
            The lines above the first of them as they were, those below computed anew.

        Raises
        ------
        NotANumber
            If there is no such line, or what was given is no number of its shape; and of a
            finished graph, which computes none.

        Examples
        --------
        >>> table = derivation(lambda x: (2.0 * x) ** 2)(3.0)
        >>> table["x_bar"].value, table.given(t1_bar=1.0)["x_bar"].value
        (np.float64(24.0), np.float64(2.0))
        """
        if self._worked.finished:
            raise NotANumber(
                "this derivation is of a graph that is finished, and shows what the graph holds. "
                "Give lines to the derivation of a function, derivation(f)(...)."
            )
        if wrong := sorted({*values} - {step.name for step in self._worked.steps}):
            raise NotANumber(f"there is no line {', '.join(wrong)}; there are {self._names()}.")
        known = {step.name: self._worked.examples[step.var] for step in self._worked.steps}
        like = {name: in_shape(name, value, known[name]) for name, value in values.items()}
        return Derivation(self._worked.given(like))

    def __len__(self) -> int:
        return len(self._worked.steps)

    def __repr__(self) -> str:
        return f"<derivation of {self._worked.title}: {len(self)} lines>"

    def __str__(self) -> str:
        return as_text(self._worked.title, self.rows)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        return as_html(self._worked.title, self.rows)

    @property
    def latex(self) -> str:
        return as_latex(self._worked.rows(Latex(), FilledLatex), self._worked.labels(Latex()))


def in_shape(name: str, value: Any, like: Any) -> Any:
    """Check what was given for a line, and make an array of one number where the line is one."""
    shape = np.shape(like)
    try:
        given = np.asarray(value)
        if given.dtype.kind in "fciub":
            return np.broadcast_to(given, shape).copy()[()]
    except ValueError:
        pass
    wanted = f"an array of shape {shape}, or a number" if shape else "a number"
    raise NotANumber(f"{name} is {wanted}, and {value!r:.40} was given for it.")


def cells(row: Row) -> tuple[str, ...]:
    """Write the columns of a row."""
    return (
        Style().name(row.name),
        row.formula,
        "" if row.numbers == row.formula else row.numbers,
        value_written(row.value, Filled()),
        row.rule,
    )


def by_part(rows: tuple[Row, ...]) -> dict[str, list[Row]]:
    """Take the rows apart into computation and derivatives."""
    return {part: [row for row in rows if row.part == part] for part in PARTS}


def as_text(title: str, rows: tuple[Row, ...]) -> str:
    """Write a table for a terminal."""
    parts = by_part(rows)
    lines = [COLUMNS, *map(cells, rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(COLUMNS))]
    text = [title]
    for part, said in PARTS.items():
        text += ["", said, aligned(COLUMNS, widths)]
        text += [aligned(cells(row), widths) for row in parts[part]]
    return "\n".join(text)


def aligned(line: tuple[str, ...], widths: list[int]) -> str:
    """Fill up the cells of a line."""
    padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)]
    return "  ".join(padded).rstrip()


#: A letter or more under a bar, and under a double bar.
BARRED = re.compile("((?:[^\u0305\u033f]\u0305)+)|((?:[^\u0305\u033f]\u033f)+)")
EDGE = "1px solid rgba(128,128,128,.4)"
OVER = "text-decoration:overline"


def as_html(title: str, rows: tuple[Row, ...]) -> str:
    """Write a table for a notebook: in its own colours, and it scrolls where it is too wide."""
    style = (
        f"text-align:left;padding:.25em .75em;border-bottom:{EDGE};white-space:nowrap;"
        "color:inherit;background:none"  # a site may colour the heads of rows otherwise
    )
    head = "".join(f'<th scope="col" style="{style}">{column}</th>' for column in COLUMNS)
    body = ""
    for part, said in by_part(rows).items():
        body += (
            f'<tbody><tr><th scope="rowgroup" colspan="{len(COLUMNS)}" style="{style}">'
            f"{PARTS[part]}</th></tr>"
        )
        for row in said:
            name, *others = map(in_html, cells(row))
            body += f'<tr><th scope="row" style="{style}">{name}</th>'
            body += "".join(f'<td style="{style}">{cell}</td>' for cell in others) + "</tr>"
        body += "</tbody>"
    return (
        '<div style="overflow-x:auto" tabindex="0" role="region" '
        f'aria-label="derivation of {html.escape(title)}">'
        '<table style="border-collapse:collapse;color:inherit;background:none">'
        f'<caption style="text-align:left;color:inherit">{html.escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}</table></div>"
    )


def in_html(text: str) -> str:
    """Write a cell: bars as lines over letters, which every font has."""

    def over(found: re.Match[str]) -> str:
        letters = found[0].replace("\u0305", "").replace("\u033f", "")
        return f'<span style="{OVER}{" double" if found[2] else ""}">{letters}</span>'

    return BARRED.sub(over, html.escape(text))


def as_latex(rows: tuple[Row, ...], names: dict[str, str]) -> str:
    """Write both parts as aligned equations, one under the other."""
    blocks = []
    for part in by_part(rows).values():
        lines = []
        for row in part:
            terms = list(dict.fromkeys([row.formula, row.numbers, latex_value(row)]))
            lines.append(f"{names[row.name]} &= {' = '.join(terms)}")
        blocks.append(r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}")
    return r"\begin{gathered}" + r" \\[1em] ".join(blocks) + r"\end{gathered}"


def latex_value(row: Row) -> str:
    """Write the value of a row."""
    text = value_written(row.value, FilledLatex())
    return rf"\text{{{text}}}" if row.value is None else text
