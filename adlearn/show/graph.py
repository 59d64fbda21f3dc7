"""A snapshot of any computational graph: plain, finished data which everything that shows a graph
reads.

Nothing here knows an engine. A node is anything that has a `value` and `parents`: ours, a student's
half-finished class, or another library's. What is missing or broken in it is shown as missing;
taking a snapshot never fails.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MISSING = object()

#: A broken `parents` may never end.
MAX_PARENTS = 100_000


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a snapshot.

    Attributes
    ----------
    id : int
        Its place in `Graph.nodes`.
    label : str
        A short name, unique in the graph: `v0`, `v1`, ...
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
    """

    id: int
    label: str
    operation: str
    value: Any
    gradient: Any = None
    partials: tuple[Any, ...] = ()
    parents: tuple[int, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """One use of a number: the 2 in `2 * x` and the 2 in `2 * y` are two nodes."""

    number: Any


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
    """

    nodes: tuple[Node, ...]
    output: int
    cycles: tuple[tuple[int, int], ...] = ()


def snapshot(output: Any) -> Graph:
    """Take a snapshot of everything an output was computed from.

    Parameters
    ----------
    output : object
        A node: anything with `value` and `parents`. A bare number makes a graph of one constant.

    Returns
    -------
    Graph
        Each node once, however often it is used.

    Examples
    --------
    >>> class Number:
    ...     def __init__(self, value, *parents):
    ...         self.value, self.parents = value, parents
    >>> a = Number(3)
    >>> [node.value for node in snapshot(Number(9, a, a)).nodes]
    [3, 9]
    """
    order, parents_of, broken = ordered(output)
    ids = {id(thing): place for place, thing in enumerate(order)}
    nodes = tuple(
        describe(thing, place, tuple(ids[id(parent)] for parent in parents_of[id(thing)]))
        for place, thing in enumerate(order)
    )
    cycles = tuple((ids[child], ids[parent]) for child, parent in broken)
    return Graph(nodes, ids[id(output)], cycles)


def ordered(output: Any) -> tuple[list[Any], dict[int, list[Any]], list[tuple[int, int]]]:
    """List things after their parents; arrows that would close a circle are left out and listed."""
    order: list[Any] = []
    parents_of: dict[int, list[Any]] = {}
    open_now: set[int] = set()
    broken: list[tuple[int, int]] = []
    stack: list[tuple[Any, bool]] = [(output, False)]
    while stack:
        thing, finished = stack.pop()
        if finished:
            open_now.discard(id(thing))
            kept = []
            for parent in parents_of[id(thing)]:
                if id(parent) in open_now or parent is thing:
                    broken.append((id(thing), id(parent)))
                else:
                    kept.append(parent)
            parents_of[id(thing)] = kept
            order.append(thing)
        elif id(thing) not in parents_of:
            parents_of[id(thing)] = parents_to_show(thing)
            open_now.add(id(thing))
            stack.append((thing, True))
            stack += [
                (parent, False)
                for parent in reversed(parents_of[id(thing)])
                if id(parent) not in parents_of
            ]
    return order, parents_of, broken


def read(thing: Any, name: str) -> Any:
    """Read an attribute; `MISSING` if it is not there or reading it raises."""
    try:
        return getattr(thing, name)
    except Exception:
        return MISSING


def is_node(thing: Any) -> bool:
    """Say whether something looks like a node: it has a value and parents."""
    return read(thing, "value") is not MISSING and read(thing, "parents") is not MISSING


def parents_of_node(thing: Any) -> list[Any]:
    """Give a node's parents as a list, whatever they are kept in; none for anything else."""
    if not is_node(thing):
        return []
    parents = read(thing, "parents")
    if isinstance(parents, str | bytes) or not isinstance(parents, Iterable):
        return []
    try:
        return list(itertools.islice(parents, MAX_PARENTS))
    except Exception:
        return []


def parents_to_show(thing: Any) -> list[Any]:
    """Give the parents that are worth a node: not the number a variable was declared with."""
    parents = parents_of_node(thing)
    if len(parents) == 1 and not is_node(parents[0]) and same(parents[0], read(thing, "value")):
        return []
    return [parent if is_node(parent) else Constant(parent) for parent in parents]


def same(a: Any, b: Any) -> bool:
    """Say whether two things are equal, without trusting their `==`."""
    try:
        return a is b or bool(a == b)
    except Exception:
        return False


def describe(thing: Any, place: int, parents: tuple[int, ...]) -> Node:
    """Write down one thing of the graph."""
    if not is_node(thing):
        number = thing.number if isinstance(thing, Constant) else thing
        return Node(place, f"v{place}", "constant", number)
    gradient = read(thing, "gradient_if_computed")
    if gradient is MISSING:
        gradient = read(thing, "grad")
    partials = read(thing, "local_partials")
    if not isinstance(partials, tuple) or len(partials) != len(parents):
        partials = (None,) * len(parents)
    name = type(thing).__name__.strip("_")
    return Node(
        id=place,
        label=f"v{place}",
        operation=name if parents else "variable",
        value=read(thing, "value"),
        gradient=None if gradient is MISSING else gradient,
        partials=partials,
        parents=parents,
    )
