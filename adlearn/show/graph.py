"""A snapshot of any computational graph: plain, finished data which everything that shows a graph
reads.

Nothing here knows an engine. How an object is read is up to the adapters; what is missing or broken
in it is shown as missing, and taking a snapshot never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import engines  # noqa: F401  the engines we know put their adapters in the list
from .adapters import Reading, read, reading_of
from .sources import made_at

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

    def to_svg(self, **options: Any) -> str:
        """Draw the graph; see `adlearn.show.svg.draw`."""
        from .svg import draw

        return draw(self, **options)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def to_dot(self) -> str:
        """Write the graph in the language of Graphviz."""
        from .dot import write_dot

        return write_dot(self)

    def to_html(self) -> str:
        """Make a page of its own, with all steps and with no need of a network."""
        from .page import page_of

        return page_of(self)

    def save(self, path: str | Path) -> Path:
        """Write the graph to a file; the ending says how: .svg, .html, .dot, .json or .txt.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        ValueError
            If the ending is none of these.
        """
        from .page import write_file

        return write_file(self, Path(path))


def snapshot(output: Any, names: Mapping[str, Any] | None = None) -> Graph:
    """Take a snapshot of everything an output was computed from.

    Parameters
    ----------
    output : object
        A node of any engine, or of a class of your own: anything with `value` and `parents`. A
        bare number makes a graph of one constant.
    names : mapping of str to object, optional
        Variables, such as `globals()`: a node that is one of them is called by its name.

    Returns
    -------
    Graph
        Each node once, however often it is used.

    See Also
    --------
    adlearn.show.register_adapter : teach it one more engine.

    Examples
    --------
    >>> class Number:
    ...     def __init__(self, value, *parents):
    ...         self.value, self.parents = value, parents
    >>> a = Number(3)
    >>> [node.value for node in snapshot(Number(9, a, a)).nodes]
    [3, 9]
    """
    walk = Walk(output)
    ids = {id(thing): place for place, thing in enumerate(walk.order)}
    called = names_by_id(names or {})
    taken = {called[id(thing)] for thing in walk.order if id(thing) in called}
    nodes: list[Node] = []
    start = walk.readings[id(output)]
    seeded = start is not None and not is_zero(start.gradient)
    for place, thing in enumerate(walk.order):
        reading = walk.readings[id(thing)]
        if reading is None:
            number = thing.number if isinstance(thing, Constant) else thing
            nodes.append(Node(place, numbered(place, taken), "constant", number))
            continue
        parents = tuple(ids[id(parent)] for parent in walk.parents_of[id(thing)])
        under = walk.below.get(id(thing))
        label = called.get(id(thing)) or reading.name or ""
        if not label or (label in taken and id(thing) not in called):
            label = numbered(place, taken)
        taken.add(label)
        source, group = made_at(thing)
        unseeded = reading.gradient_starts_at_zero and not seeded and is_zero(reading.gradient)
        nodes.append(
            Node(
                id=place,
                label=label,
                operation=(reading.operation or "operation") if parents else "variable",
                value=reading.value,
                gradient=None if unseeded else reading.gradient,
                partials=walk.partials_of(thing, reading),
                parents=parents,
                source=reading.source or source,
                group=reading.group or group,
                level=reading.level,
                below=None if under is None else ids[id(under)],
                tangent=reading.tangent,
                pull=reading.pull if len(parents) == len(reading.parents) else None,
            )
        )
    cycles = tuple((ids[child], ids[parent]) for child, parent in walk.cycles)
    return Graph(tuple(nodes), ids[id(output)], cycles)


class Walk:
    """Lists things after what they were computed from, reading each once.

    Arrows that would close a circle are left out and listed. In nested derivatives the value of a
    node may be a node of a lower level; it is listed before the node too.
    """

    def __init__(self, output: Any) -> None:
        self.order: list[Any] = []
        self.seen: dict[int, tuple[Any, Reading | None]] = {}
        self.readings: dict[int, Reading | None] = {}
        self.parents_of: dict[int, list[Any]] = {}
        self.kept_places: dict[int, list[int]] = {}
        self.below: dict[int, Any] = {}
        self.cycles: list[tuple[int, int]] = []
        open_now: set[int] = set()
        stack: list[tuple[Any, bool]] = [(output, False)]
        while stack:
            thing, finished = stack.pop()
            me = id(thing)
            if finished:
                open_now.discard(me)
                self._leave_out_circles(thing, open_now)
                self.order.append(thing)
            elif me not in self.parents_of:
                self._visit(thing)
                open_now.add(me)
                stack.append((thing, True))
                before = [*self.parents_of[me]]
                if me in self.below:
                    before.append(self.below[me])
                stack += [(p, False) for p in reversed(before) if id(p) not in self.parents_of]

    def _reading(self, thing: Any) -> Reading | None:
        """Read a thing, once; the list keeps it alive, so that its id stays its own."""
        found = self.seen.get(id(thing))
        if found is None:
            found = self.seen[id(thing)] = (thing, reading_of(thing))
        return found[1]

    def _visit(self, thing: Any) -> None:
        reading = None if isinstance(thing, Constant) else self._reading(thing)
        self.readings[id(thing)] = reading
        if reading is None or len(self.parents_of) >= MAX_NODES:
            self.parents_of[id(thing)] = []
            return
        self.parents_of[id(thing)] = self._parents_to_show(reading)
        value = reading.value
        if reading.level and not is_plain(value) and self._reading(value) is not None:
            self.below[id(thing)] = value

    def _parents_to_show(self, reading: Reading) -> list[Any]:
        """Give the parents that are worth a node: not the number a variable was declared with."""
        parents = reading.parents
        known = [is_plain(parent) or self._reading(parent) is None for parent in parents]
        if len(parents) == 1 and known[0] and same(parents[0], reading.value):
            return []
        return [Constant(p) if plain else p for p, plain in zip(parents, known, strict=True)]

    def _leave_out_circles(self, thing: Any, open_now: set[int]) -> None:
        kept, places = [], []
        for place, parent in enumerate(self.parents_of[id(thing)]):
            if id(parent) in open_now or parent is thing:
                self.cycles.append((id(thing), id(parent)))
            else:
                kept.append(parent)
                places.append(place)
        self.parents_of[id(thing)], self.kept_places[id(thing)] = kept, places
        under = self.below.get(id(thing))
        if under is not None and (id(under) in open_now or under is thing):
            del self.below[id(thing)]

    def partials_of(self, thing: Any, reading: Reading) -> tuple[Any, ...]:
        """Give a node's partial by each parent that is shown."""
        places = self.kept_places[id(thing)]
        if not places:
            return ()
        partials = reading.partials
        if not isinstance(partials, tuple) or len(partials) != len(reading.parents):
            return (None,) * len(places)
        return tuple(partials[place] for place in places)


def is_plain(thing: Any) -> bool:
    """Say at a glance that something is a number."""
    return isinstance(thing, int | float | complex)


def is_zero(thing: Any) -> bool:
    """Say whether something is the number 0."""
    return is_plain(thing) and thing == 0


def same(a: Any, b: Any) -> bool:
    """Say whether two things are equal, without trusting their `==`."""
    try:
        return a is b or bool(a == b)
    except Exception:
        return False


def names_by_id(names: Mapping[str, Any]) -> dict[int, str]:
    """Turn variables around: from an object to its name, private ones last."""
    called: dict[int, str] = {}
    for name in sorted(names, key=lambda name: (name.startswith("_"), len(name), name)):
        thing = names[name]
        if not is_plain(thing) and name not in ("In", "Out") and not name.startswith("__"):
            called.setdefault(id(thing), name)
    return called


def numbered(place: int, taken: set[str]) -> str:
    """Name a node that has no name of its own, unlike any that has."""
    label = f"v{place}"
    while label in taken:
        label += "'"
    return label


# Read by the plain tree of text.py, which repeats what is shared.


def parents_of_node(thing: Any) -> list[Any]:
    """Give a node's parents as a list, whatever they are kept in; none for anything else."""
    reading = reading_of(thing)
    return [] if reading is None else list(reading.parents)


def ordered(output: Any) -> list[Any]:
    """List things after what they were computed from."""
    return Walk(output).order


__all__ = ["Constant", "Graph", "Node", "Walk", "ordered", "parents_of_node", "read", "snapshot"]
