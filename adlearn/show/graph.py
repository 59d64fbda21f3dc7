"""A snapshot of any computational graph: plain, finished data which everything that shows a graph
reads.

Nothing here knows an engine, and nothing here draws. `adlearn.show.walk` fills a graph in;
`adlearn.show.svg`, `dot`, `text`, `tree`, `recorded` and `page` are functions of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: A class whose `parents` makes new nodes each time it is asked would never end.
MAX_NODES = 100_000


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a snapshot.

    Attributes
    ----------
    id : int
        Its place in `Graph.nodes`.
    label : str
        A short name, unique in the graph: that of a variable, or `v0`, `v1`, ...
    operation : str
        `variable`, `constant`, or the operation that made it, such as `mul`.
    value : object
        Its value as it was found; the text `"?"` if there is none.
    gradient : object or None
        None if it was never computed.
    partials : tuple
        The local partial derivative by each parent; None where it is unknown or the parent is a
        constant.
    parents : tuple of int
        The ids of what it was computed from, in order, constants included.
    source : str or None
        The line of the program that made it, where that is known.
    group : str or None
        The loop, module or call it belongs to, where that is known.
    level : int
        The nesting level of the derivative it belongs to.
    below : int or None
        In nested derivatives, the node of a lower level that is this node's value.
    tangent : object or None
        The derivative that a value of forward mode carries.
    pull : callable or None
        For arrays: from the cotangent of this node to the messages for its parents.
    """

    id: int
    label: str
    operation: str
    value: Any
    gradient: Any = None
    partials: tuple[Any, ...] = ()
    parents: tuple[int, ...] = ()
    source: str | None = None
    group: str | None = None
    level: int = 0
    below: int | None = None
    tangent: Any = None
    pull: Callable[[Any], tuple[Any, ...]] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a program, as it is printed.

    Attributes
    ----------
    name, right : str
        Of what is computed, and how.
    node : int or None
        The node that it computes, or whose gradient it computes.
    shape : tuple of int
    """

    name: str
    right: str
    node: int | None = None
    shape: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of the program that a graph is of.

    Attributes
    ----------
    forward, reverse : tuple of Row
        The computation; the derivatives.
    holds : tuple of str
        As long as what the program holds.
    seeds : dict of {int: object}
        Where the derivatives start, and with which gradient: by default at the output, with 1.
    later : frozenset of int
        The nodes that are computed from a derivative, and so after it.
    note : str
        What the graph leaves out of the program.
    """

    forward: tuple[Row, ...]
    reverse: tuple[Row, ...] = ()
    holds: tuple[str, ...] = ()
    seeds: dict[int, Any] = field(default_factory=dict)
    later: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in topological order, each after its parents, and which of them is the output.

    Attributes
    ----------
    nodes : tuple of Node
    output : int
        The id of the node the snapshot was taken of.
    cycles : tuple of (int, int)
        Arrows left out because they would have closed a circle, as (node, parent).
    listing : Listing or None
        The lines of the program, where the graph is of one.
    """

    nodes: tuple[Node, ...]
    output: int
    cycles: tuple[tuple[int, int], ...] = ()
    listing: Listing | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        many = "1 node" if len(self.nodes) == 1 else f"{len(self.nodes)} nodes"
        return f"<{type(self).__name__} of {self.nodes[self.output].label}: {many}>"
