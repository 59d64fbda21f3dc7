"""The one walk over objects of engines we do not know, and the snapshot it takes.

How an object is read is up to the adapters; what is missing or broken in it is shown as missing,
and taking a snapshot never fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .adapters import reading_of
from .graph import MAX_NODES, Graph, Node
from .sources import made_at
from .structure import Reading


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """One use of a number: the 2 in `2 * x` and the 2 in `2 * y` are two nodes."""

    number: Any


def graph_of(output: Any, names: Mapping[str, Any] | None = None) -> Graph:
    """Take a snapshot as plain data; see `adlearn.show.snapshot`, whose answer displays itself."""
    return graph_from(Walk(output), names or {})


def graph_from(walk: Walk, names: Mapping[str, Any]) -> Graph:
    """Write down what a walk has found: node `i` is what stands in its order at place `i`."""
    ids = {id(thing): place for place, thing in enumerate(walk.order)}
    called = names_by_id(names)
    taken = {called[id(thing)] for thing in walk.order if id(thing) in called}
    nodes: list[Node] = []
    start = walk.readings[id(walk.output)]
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
    return Graph(tuple(nodes), ids[id(walk.output)], cycles)


class Walk:
    """Lists things after what they were computed from, reading each once.

    Arrows that would close a circle are left out and listed. In nested derivatives the value of a
    node may be a node of a lower level; it is listed before the node too.
    """

    def __init__(self, output: Any) -> None:
        self.output = output
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
