"""An adapter reads one object of some engine: its value, what it was computed from, and how.

`reading_of` asks in turn: the adapters somebody registered, the object itself, the adapters of
engines we know, and last what goes by structure alone.

A class offers its own reading by one method, `__graph_reading__()`, and needs no import for it. It
returns a dict with the key `value` and what else there is of `parents`, `operation`, `gradient`,
`partials`, `label`, `level`, `tangent` and `pull`, as in `Reading`; a gradient that was not
computed is None, and so is a partial that is not known or by a constant.
"""

from __future__ import annotations

from typing import Any

from .engines import ENGINES, Adapter, Test
from .graph import Graph
from .structure import Reading, looks_like_a_node, read_by_structure


def offers_its_reading(thing: Any) -> bool:
    """Say whether a class has the method that gives a reading."""
    return hasattr(type(thing), "__graph_reading__")


def graph_offered(thing: Any) -> Graph | None:
    """Give a finished graph, or the one that an object has of itself, as a program does; None for
    anything else."""
    if isinstance(thing, Graph):
        return thing
    offered = getattr(type(thing), "graph", None)
    found = thing.graph if offered is not None and not isinstance(thing, type) else None
    return found if isinstance(found, Graph) else None


def read_offered(thing: Any) -> Reading:
    """Read an object that says itself what is to be shown of it."""
    said = thing.__graph_reading__()
    parents = tuple(said.get("parents", ()))
    return Reading(
        value=said["value"],
        parents=parents,
        operation=said.get("operation", ""),
        gradient=said.get("gradient"),
        partials=tuple(said.get("partials", (None,) * len(parents))),
        tangent=said.get("tangent"),
        name=said.get("label"),
        level=said.get("level", 0),
        pull=said.get("pull"),
    )


#: Asked in this order; `register_adapter` puts new ones in front.
ADAPTERS: list[tuple[Test, Adapter]] = [(offers_its_reading, read_offered), *ENGINES]


def register_adapter(test: Test, adapter: Adapter) -> None:
    """Teach everything that shows a graph to read the nodes of one more engine.

    Parameters
    ----------
    test : callable
        Says whether an object is a node of that engine. It is asked about every object of every
        graph, so it should look and not compute.
    adapter : callable
        Takes a node and returns a `Reading`.

    Raises
    ------
    TypeError
        If one of the two cannot be called.

    Examples
    --------
    >>> from adlearn.show import graph_table
    >>> class Cell:
    ...     def __init__(self, content, made_of=()):
    ...         self.content, self.made_of = content, made_of
    >>> register_adapter(
    ...     lambda thing: isinstance(thing, Cell),
    ...     lambda cell: Reading(cell.content, tuple(cell.made_of), "cell"),
    ... )
    >>> graph_table(Cell(6.0, [Cell(2.0), Cell(3.0)]))
    name  operation     value  gradient
    v0    variable      2.0    not computed
    v1    variable      3.0    not computed
    v2    cell(v0, v1)  6.0    not computed
    """
    if not callable(test) or not callable(adapter):
        raise TypeError(
            "register_adapter takes two functions: test(thing) -> bool, and adapter(thing) -> "
            "Reading."
        )
    ADAPTERS.insert(0, (test, adapter))


def reading_of(thing: Any) -> Reading | None:
    """Read one object; None if it is no node of any kind."""
    if thing is None or isinstance(thing, int | float | complex | str | bytes):
        return None
    for test, adapter in ADAPTERS:
        try:
            if test(thing):
                reading = adapter(thing)
                return reading if isinstance(reading, Reading) else None
        except Exception:  # a wrong adapter, or a node too broken for its own adapter
            continue
    return read_by_structure(thing) if looks_like_a_node(thing) else None


def is_node(thing: Any) -> bool:
    """Say whether something is a node of a kind that can be read."""
    return reading_of(thing) is not None
