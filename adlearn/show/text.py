"""Graphs as text: a tree that repeats shared parts, as the notebook's `graph_print` has it, and a
table that does not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from .adapters import is_node
from .displayed import Text
from .graph import Graph, Node
from .naming import graph_called, variables_of
from .structure import read
from .walk import ordered, parents_of_node
from .written import in_full, text

MAX_LINES = 1000
#: How many rows a display has as text, where the picture is the thing itself.
SHOWN_ROWS = 60


def graph_print(a: Any, max_lines: int = MAX_LINES) -> None:
    """Print a node's value, then each of its parents the same way, one per line; anything else as
    it is.

    Parameters
    ----------
    a : object
        A node (anything with `value` and `parents`), or a number.
    max_lines : int, optional
        Where to stop: a value used twice is printed twice, so that twenty doublings would be a
        million lines. A last line then says how much is missing.

    See Also
    --------
    adlearn.show.graph_tree : prints shared parts once, with operations and gradients.

    Examples
    --------
    >>> from adlearn import AutogradValue, log
    >>> a, b = AutogradValue(5.), AutogradValue(2.)
    >>> graph_print(log((a + 5) * b))
    2.995732273553991
    20.0
    10.0
    5.0
    5.0
    5
    2.0
    2.0
    """
    stack, printed = [(a, frozenset[int]())], 0
    lines: list[str] = []
    while stack and printed < max_lines:
        thing, above = stack.pop()
        if is_node(thing) and id(thing) in above:
            lines.append(f"{text(read(thing, 'value'))} (its own ancestor: the graph has a circle)")
        elif is_node(thing):
            lines.append(text(read(thing, "value")))
            parents = parents_of_node(thing)
            below = above | {id(thing)} if len(above) < 64 else above
            stack += [(parent, below) for parent in reversed(parents)]
        else:
            lines.append(text(thing))
        printed += 1
    if stack:
        lines.append(
            f"... and {tree_size(a) - printed} more nodes not printed (graph_table shows each "
            "node once)"
        )
    sys.stdout.write("\n".join(lines) + "\n")


def tree_size(a: Any) -> int:
    """Count the lines of the whole tree without walking it."""
    order = ordered(a)
    lines: dict[int, int] = {}
    for thing in order:
        lines[id(thing)] = 1 + sum(lines.get(id(parent), 1) for parent in parents_of_node(thing))
    return lines[id(a)]


def graph_table(a: Any, max_rows: int = MAX_LINES, names: Mapping[str, Any] | None = None) -> Text:
    """Write every node of a graph once, parents first.

    Parameters
    ----------
    a : object or Graph
        A node, or a snapshot.
    max_rows : int, optional
        How many rows at most; the last ones, nearest to the output, are kept.
    names : mapping of str to object, optional
        What to call the nodes; the variables of the caller by default.

    Returns
    -------
    str
        One line per node: name, operation, value, gradient. As the last line of a cell it shows
        itself.

    Examples
    --------
    >>> from adlearn import AutogradValue
    >>> x = AutogradValue(3.0)
    >>> graph_table(x * x)
    name  operation  value  gradient
    x     variable   3.0    not computed
    v1    mul(x, x)  9.0    not computed
    """
    graph = graph_called(a, variables_of(sys._getframe(1)) if names is None else names)
    shown = graph.nodes[-max_rows:]
    rows = [("name", "operation", "value", "gradient"), *(row(node, graph) for node in shown)]
    widths = [max(len(line[column]) for line in rows) for column in range(4)]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in rows
    ]
    if len(shown) < len(graph.nodes):
        table.insert(1, f"... {len(graph.nodes) - len(shown)} earlier nodes")
    return Text("\n".join(table))


def row(node: Node, graph: Graph) -> tuple[str, str, str, str]:
    """Write the cells of one node."""
    operation = node.operation
    if node.parents:
        operation += f"({', '.join(graph.nodes[parent].label for parent in node.parents)})"
    gradient = (
        ""
        if node.operation == "constant"
        else "not computed"
        if node.gradient is None
        else in_full(node.gradient)
    )
    return node.label, operation, in_full(node.value), gradient
