"""What nodes are called: as the variables of the caller that hold them, or as the lines of the
program that made them.

Everything that shows a graph asks here, so that a node has one name in a table, a tree and a
picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import FrameType
from typing import Any

from .adapters import graph_offered
from .graph import Graph
from .walk import Walk, graph_from

#: What a line is that gives its result a name.
ASSIGNMENT = re.compile(r": (\w+) = ")
#: What IPython calls the results of earlier cells: `_`, `__`, `_12`.
EARLIER_RESULT = re.compile(r"_+\d*")


def variables_of(frame: FrameType) -> dict[str, Any]:
    """List the variables somebody can see who calls from this frame."""
    seen = {**frame.f_globals, **frame.f_locals}
    return {name: thing for name, thing in seen.items() if not EARLIER_RESULT.fullmatch(name)}


def graph_called(output: Any, names: Mapping[str, Any]) -> Graph:
    """Take a snapshot in which nodes have the names that a program gives them.

    Parameters
    ----------
    output : object
        A node, a number, or a finished graph, whose nodes keep their names; or what has one, as a
        program does.
    names : mapping of str to object

    Returns
    -------
    Graph
    """
    finished = graph_offered(output)
    return walked(Walk(output), names) if finished is None else finished


def walked(walk: Walk, names: Mapping[str, Any]) -> Graph:
    """Write down what a walk has found, under the names that a program gives."""
    return named_by_line(graph_from(walk, names))


def named_by_line(graph: Graph) -> Graph:
    """Call nodes as the program does that made them, where its lines are known: `c = a + b`.

    Of several nodes made on one line the last is the one that got the name.
    """
    taken = {node.label for node in graph.nodes}
    last: dict[str, tuple[int, str]] = {}
    for node in graph.nodes:
        assigned = ASSIGNMENT.search(node.source or "")
        if node.parents and assigned and node.source:
            last[node.source] = (node.id, assigned[1])
    labels: dict[int, str] = {}
    for place, name in last.values():
        if graph.nodes[place].label == f"v{place}" and name not in taken:
            labels[place] = name
            taken.add(name)
    nodes = [replace(node, label=labels.get(node.id, node.label)) for node in graph.nodes]
    return replace(graph, nodes=tuple(nodes))
