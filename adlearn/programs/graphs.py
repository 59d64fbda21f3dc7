"""A program as a graph to look at: a node for each input, each constant operand and each line of
the computation; the cotangent of a value is its gradient.

The lines of the program go along, each with the node that it is about, so that whoever shows the
graph can show both together. What a node sends its operands is asked of the engine, line by line:
no rule is written here again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.derivatives.transforms import vjp
from adlearn.programs.columns import OF_COLUMNS
from adlearn.programs.expressions import Style
from adlearn.programs.lines import Equation, Var, line_of, mapped, used_by, vars_in
from adlearn.programs.naming import names_of
from adlearn.programs.notation import Page, Written, page_of
from adlearn.programs.simplify import alive, simplified
from adlearn.programs.source import is_conversion
from adlearn.programs.tracing import Recording, equations
from adlearn.show.graph import Graph, Listing, Node, Row
from adlearn.show.recorded import MOST_STEPPED
from adlearn.show.snapshots import Snapshot
from adlearn.show.walk import numbered

#: What a value is that has no line in the graph: an argument that nothing is differentiated by, and
#: a derivative that the computation goes on with.
GIVEN, DERIVATIVE = "input", "derivative"

#: What is said of a program that goes back several times.
SEVERAL = (
    "This program takes several derivatives. The graph has the gradients of the first; the lines "
    "of the others stand in the column of the derivatives."
)

Sent = tuple[Any, ...]


def graph_of(recording: Recording, kinds: frozenset[str]) -> Snapshot:
    """Make the graph of a program.

    Parameters
    ----------
    recording : Recording
        As it was traced.
    kinds : frozenset of str
        What to strike out of it; see `adlearn.programs.simplify`.

    Returns
    -------
    Snapshot
        Its output is where the derivative starts; without one, what the program returns. All of
        the computation is there, also what only the value of the output needs: a derivative starts
        there.
    """
    told = told_whole(recording, kinds)
    page = page_of(told, names_of(told), Style())
    return Snapshot.of(Drawing(told, page).graph())


def told_whole(recording: Recording, kinds: frozenset[str]) -> Recording:
    """Strike out what a reader would, but leave each value that a cotangent is of."""
    told = simplified(recording, kinds - {"signs", "dead"}, told=True)
    if "dead" not in kinds:
        return told
    needed = [*vars_in(told.outputs), *told.looked_at, *vars_in(told.cotangents)]
    return told.but(lines=tuple(alive(list(told.lines), needed)))


class Drawing:
    """A graph that is being made of a program and its page."""

    def __init__(self, told: Recording, page: Page) -> None:
        self.told, self.page = told, page
        self.lines = {line.result: line for line in equations(told.lines)}
        self.rows = {row.var: row for row in page.forward if row.var is not None}
        self.labels = {row.var: row.name for row in (*page.reverse, *page.forward)}
        self.inputs = {given.var: name for given, name in names_of_inputs(told)}
        self.labels |= self.inputs
        self.taken = {*self.labels.values()}
        self.gradients = first_walk(told, {*self.rows, *self.inputs})
        self.nodes: list[Node] = []
        self.ids: dict[Var, int] = {}
        self.later: set[int] = set()
        self.plays = len(self.rows) + len(self.inputs) <= MOST_STEPPED

    def graph(self) -> Graph:
        """Make all nodes, and then what says where the derivative starts."""
        for var in self.inputs:
            self.leaf(var, "variable" if var in self.gradients or not self.gradients else GIVEN)
        for var in self.rows:
            self.line(self.lines[var])
        used = {
            parent for node in self.nodes if node.gradient is not None for parent in node.parents
        }
        seeds = {
            node.id: node.gradient
            for node in self.nodes
            if node.gradient is not None and node.id not in used
        }
        listing = Listing(
            (*map(self.row_of_input, self.inputs), *self.listed(self.page.forward)),
            self.listed(self.page.reverse),
            self.page.guards,
            seeds,
            frozenset(self.later),
            self.note(),
        )
        output = next(iter(seeds), None)
        output = self.output() if output is None else output
        return Graph(tuple(self.nodes), output, (), listing)

    def output(self) -> int:
        """Give the node of what a program without a derivative returns."""
        for thing in reversed(self.told.outputs):
            if thing.__class__ is Var:
                return self.operand(thing)
        return self.constant(next(iter(self.told.outputs), None))

    def note(self) -> str:
        """Say what is not played."""
        walked = [v for v, _ in self.told.cotangents if v in self.rows or v in self.inputs]
        return SEVERAL if len(walked) > len(self.gradients) else ""

    # Nodes

    def add(self, label: str, operation: str, value: Any, **known: Any) -> int:
        """Make a node."""
        place = len(self.nodes)
        label = label or numbered(place, self.taken)
        self.taken.add(label)
        self.nodes.append(Node(place, label, operation, value, **known))
        return place

    def leaf(self, var: Var, operation: str) -> int:
        """Make the node of a value that has no line in the graph."""
        gradient = self.gradients.get(var)
        label = self.labels.get(var, "")
        self.ids[var] = self.add(label, operation, self.value(var), gradient=gradient)
        if operation == DERIVATIVE:
            self.later.add(self.ids[var])
        return self.ids[var]

    def constant(self, number: Any) -> int:
        """Make the node of one use of a number."""
        return self.add("", "constant", number)

    def operand(self, thing: Any) -> int:
        """Give the node of what a line computes with."""
        if thing.__class__ is not Var:
            return self.constant(thing)
        var = self.as_shown(thing)
        return self.ids[var] if var in self.ids else self.leaf(var, DERIVATIVE)

    def as_shown(self, var: Var) -> Var:
        """Give the value that another is only a Python number of."""
        while var not in self.ids and var in self.lines and is_conversion(self.lines[var]):
            inner = next(vars_in(self.lines[var].args), None)
            if inner is None:
                break
            var = inner
        return var

    def line(self, line: Equation) -> None:
        """Make the node of a line."""
        operands = list(operands_of(line))
        parents = tuple(map(self.operand, operands))
        sends = [self.receives(parent) for parent in parents]
        partials, pull = self.sent(line, operands, sends)
        self.ids[line.result] = place = self.add(
            self.labels[line.result],
            line.rule or line.function.__name__.strip("_"),
            self.value(line.result),
            gradient=self.gradients.get(line.result),
            parents=parents,
            partials=partials,
            pull=pull,
            source=line_of(line.place),
        )
        if any(parent in self.later for parent in parents):
            self.later.add(place)

    def receives(self, parent: int) -> bool:
        """Say whether a node is sent a gradient."""
        node = self.nodes[parent]
        if self.gradients:
            return node.gradient is not None
        return node.operation != "constant"

    def value(self, var: Any) -> Any:
        return self.told.examples.get(var, "?") if var.__class__ is Var else var

    # What the engine says of a line

    def rule(self, line: Equation) -> Callable[..., Any]:
        """Give what computes a line with a derivative."""
        function = line.function
        return self.told.primitives.get(function) or OF_COLUMNS.get(function, function)

    def sent(self, line: Equation, operands: list[Any], sends: list[bool]) -> tuple[Sent, Any]:
        """Give the partial derivatives of a line as far as they are numbers, or arrays of its own
        shape; and what it sends its operands."""
        unknown = (None,) * len(operands)
        values = [self.value(x) for x in operands]
        wanted = [i for i, x in enumerate(values) if sends[i] and is_real(x)]
        if not wanted or not self.plays:
            return unknown, None
        try:
            answer, back = vjp(
                at_places(self.rule(line), line, values, wanted), *(values[i] for i in wanted)
            )
        except Exception:  # no operation of the engine, as a function of the user's own may be
            return unknown, None
        if not is_real(answer):  # several arrays at once
            return unknown, None

        def pull(cotangent: Any) -> Sent:
            messages = dict(zip(wanted, pulled(back, cotangent, answer), strict=True))
            return tuple(messages.get(i) for i in range(len(operands)))

        shapes = {np.shape(answer), *(np.shape(values[i]) for i in wanted)}
        one_number_each = len(shapes) == 1 and (shapes == {()} or is_elementwise(line))
        try:
            return (pull(np.ones(np.shape(answer))) if one_number_each else unknown), pull
        except Exception:
            return unknown, None

    # Lines

    def row_of_input(self, var: Var) -> Row:
        return Row(self.inputs[var], "", self.ids[var], var.shape)

    def listed(self, page: tuple[Written, ...]) -> tuple[Row, ...]:
        """Give the lines of a column with their nodes; a step of a derivative belongs to the
        cotangent that needs it, which comes after it."""
        rows: list[Row] = []
        about = None
        for row in reversed(page):
            if row.of is not None:
                about = self.ids.get(row.of)
            own = row.of is None and row.var in self.rows
            node = self.ids[row.var] if own and row.var is not None else about
            rows.append(Row(row.name, row.right, node, row.shape))
        return tuple(reversed(rows))


def names_of_inputs(told: Recording) -> Iterator[tuple[Any, str]]:
    """Name the inputs as the page does."""
    names, style = names_of(told), Style()
    return ((given, style.name(names[given.var])) for given in told.inputs)


def first_walk(told: Recording, shown: set[Var]) -> dict[Var, Any]:
    """Give the cotangents that the first walk back left. It ends where one arrives again, and where
    one arrives at what nothing on the way was computed from: there the next walk starts."""
    made = {line.result: line for line in equations(told.lines)}
    found: dict[Var, Any] = {}
    reached: set[Var] = set()
    for var, g in told.cotangents:
        if var not in shown:
            continue
        if var in found or (found and var not in reached):
            break
        gradient = told.examples.get(g, "?") if g.__class__ is Var else g
        real = var.dtype is not None and var.dtype.kind == "f"
        found[var] = np.real(gradient) if real and np.iscomplexobj(gradient) else gradient
        reached.update(read_by(var, made))
    return found


def read_by(var: Var, made: dict[Var, Equation]) -> Iterator[Var]:
    """List what a value was computed from, through what only makes a Python number of it."""
    for read in used_by(made[var]) if var in made else ():
        yield read
        if read in made and is_conversion(made[read]):
            yield from read_by(read, made)


def is_elementwise(line: Equation) -> bool:
    """Say whether a line does the same to each element."""
    function = line.function
    return isinstance(function, np.ufunc) and function.signature is None


def is_real(value: Any) -> bool:
    """Say whether a value can be differentiated by."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "fc"
    return isinstance(value, (float, complex))


def operands_of(line: Equation) -> Iterator[Any]:
    """List what a line computes with, each use of it: vars, arrays, and the numbers of an operation
    on each element. Other numbers say how, as an axis does."""
    numbers = is_elementwise(line) or line.function in OF_COLUMNS
    numbers |= getattr(line.function, "__module__", "") == "_operator"
    return (x for x in leaves(line) if x.__class__ is Var or is_operand(x, numbers))


def leaves(line: Equation) -> list[Any]:
    """List all that a line is given."""
    found: list[Any] = []
    mapped((line.args, line.kwargs), found.append)
    return found


def is_operand(thing: Any, numbers: bool) -> bool:
    """Say whether a constant is computed with."""
    if isinstance(thing, (np.ndarray, np.generic)):
        return True
    return numbers and isinstance(thing, (int, float, complex)) and not isinstance(thing, bool)


def at_places(
    function: Callable[..., Any], line: Equation, values: list[Any], wanted: list[int]
) -> Callable[..., Any]:
    """Make of a line a function of some of its operands."""
    operand_list = list(operands_of(line))

    def computed(*given: Any) -> Any:
        put = list(values)
        for place, x in zip(wanted, given, strict=True):
            put[place] = x
        rest = iter(put)
        waiting = iter([*operand_list, None])
        expected = next(waiting)

        def change(leaf: Any) -> Any:
            nonlocal expected
            if leaf is not expected or expected is None:
                return leaf
            expected = next(waiting)
            return next(rest)

        args, kwargs = mapped((line.args, line.kwargs), change)
        return function(*args, **kwargs)

    return computed


def pulled(back: Callable[[Any], Sent], cotangent: Any, answer: Any) -> Sent:
    """Pull a cotangent back, or each of a stack of them."""
    g = np.asarray(cotangent)
    if g.ndim > np.ndim(answer):
        rows = [pulled(back, row, answer) for row in g]
        return tuple(np.stack(column) for column in zip(*rows, strict=True))
    return tuple(back(g * np.ones(np.shape(answer))))
