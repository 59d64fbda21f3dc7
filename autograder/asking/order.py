"""Claims about the order of a graph: every node once, after its inputs or after all that use it.

The graph is a list of nodes, each the positions of its inputs. How an assignment calls its function
is said by a `Sorter`; the probe that asks it stands with the subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from autograder.errors import CheckFailure
from autograder.language import say, template

#: A node is the positions of its inputs, which stand before it; no inputs make a leaf.
Graph = Sequence[Sequence[int]]

#: Names of nodes in messages; a larger graph counts.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def chain(length: int) -> list[list[int]]:
    """Give one node after the other, each with one input.

    Examples
    --------
    >>> chain(3)
    [[], [0], [1]]
    """
    return [[], *([i] for i in range(length - 1))]


def ladder(steps: int) -> list[list[int]]:
    """Give nodes that use the one before twice: each step doubles the number of paths.

    Examples
    --------
    >>> ladder(2)
    [[], [0, 0], [1, 1]]
    """
    return [[], *([i, i] for i in range(steps))]


def fan(width: int) -> list[list[int]]:
    """Give so many nodes on one leaf, added up two by two.

    Examples
    --------
    >>> fan(3)
    [[], [0], [0], [0], [1, 2], [4, 3]]
    """
    sums = [[width + i if i else 1, i + 2] for i in range(width - 1)]
    return [[], *([0] for _ in range(width)), *sums]


@st.composite
def graphs(draw: st.DrawFn, most: int = 8, shared: bool = True, inputs: int = 2) -> list[list[int]]:
    """Draw a graph of a few nodes.

    Parameters
    ----------
    most : int
        How many nodes at most.
    shared : bool
        Whether a node may be used more than once.
    inputs : int
        How many inputs a node has at most; where none is shared, the last joins all that are left.
    """
    size = draw(st.integers(2, most))
    made: list[list[int]] = [[]]
    free = [0]
    for place in range(1, size):
        if shared:
            below = draw(st.lists(st.integers(0, place - 1), max_size=inputs))
        else:
            some = st.lists(st.sampled_from(free), max_size=inputs, unique=True)
            below = draw(some) if free else []
            free = [one for one in free if one not in below]
        made.append(below)
        free.append(place)
    if not shared and len(free) > 1:
        made.append(free)
    return made


def below(graph: Graph, wanted: Sequence[int]) -> set[int]:
    """Give the positions of all nodes that lead to the given ones, and these.

    Examples
    --------
    >>> sorted(below([[], [0], [], [2]], [1]))
    [0, 1]
    """
    found: set[int] = set()
    waiting = list(wanted)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += graph[place]
    return found


@dataclass(frozen=True, slots=True)
class Sorter:
    """A function that lists the nodes of a graph.

    Parameters
    ----------
    name : str
    several : bool
        Whether it takes a list of nodes; otherwise one.
    inputs : str
        What nodes call the list of what they were made from.
    users_first : bool
        Whether a node stands after all that use it; otherwise after all that it is made from.
    value : str
        The class of a node, which is no list.
    """

    name: str
    several: bool
    inputs: str
    users_first: bool
    value: str

    def written(self, graph: Graph, wanted: Sequence[int]) -> str:
        """Write a graph the way a person would say it.

        Examples
        --------
        >>> sorter = Sorter("order", True, inputs="below", users_first=False, value="Node")
        >>> sorter.written([[], [0, 0]], [1])
        'order([b]), where b is made from a, a'
        """
        if len(graph) > len(LETTERS):
            return say("{name} on a graph of {count} nodes", name=self.name, count=len(graph))
        names = ", ".join(LETTERS[i] for i in wanted)
        made = [
            say(
                "{name} is made from {inputs}",
                name=LETTERS[i],
                inputs=", ".join(LETTERS[j] for j in inputs),
            )
            for i, inputs in enumerate(graph)
            if inputs and i in below(graph, wanted)
        ]
        called = f"{self.name}([{names}])" if self.several else f"{self.name}({names})"
        if not made:
            return called
        return say("{called}, where {made}", called=called, made="; ".join(made))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a sorter gave, as its probe tells it.

    Parameters
    ----------
    kind : str
        The type of what came back.
    order : sequence of int or None
        The positions of the nodes in it, None for something that is no node of the graph.
    computed : int
        How often something was computed meanwhile.
    same : bool
        Whether the nodes are made from what they were made from.
    again : sequence of int or None
        What it gave when it was asked once more.
    """

    kind: str
    order: Sequence[int | None]
    computed: int
    same: bool
    again: Sequence[int | None]


def compare_order(sorter: Sorter, graph: Graph, wanted: Sequence[int], listed: Listed) -> None:
    """Compare what a sorter gave: any order is right that keeps what it promises.

    Parameters
    ----------
    sorter : Sorter
    graph : sequence of sequence of int
    wanted : sequence of int
        Which nodes it was given.
    listed : Listed

    Raises
    ------
    CheckFailure
        Of kind ``type``, ``claim`` or, where the second call is the wrong one, ``kept``.
    """
    kind, order = listed.kind, list(listed.order)
    what = sorter.written(graph, wanted)
    case = {"asked": "order", "program": what}

    def name(place: int) -> str:
        return (
            LETTERS[place] if len(graph) <= len(LETTERS) else say("node {place}", place=place + 1)
        )

    if kind in ("NoneType", sorter.value) or (not order and kind not in ("list", "tuple")):
        hint = " " + say("Is there a `return` in it?") if kind == "NoneType" else ""
        raise CheckFailure(
            say(
                "{what}: that should be a list of nodes; it is of type {kind}.{hint}",
                what=what,
                kind=kind,
                hint=hint,
            ),
            "type",
            case,
        )
    shown = ", ".join("?" if place is None else name(place) for place in order[:30])
    said = (
        " " + say("You list: {nodes}.", nodes=shown or say("nothing"))
        if len(graph) <= len(LETTERS)
        else ""
    )
    own = [place for place in order if place is not None]
    if None in order and order == [None] * (len(order) - len(own)) + own:
        raise CheckFailure(
            say(
                "{what}: before the nodes of this graph, the list holds others, as it does "
                "if it is kept from an earlier call. Each call makes a list of its own.{said}",
                what=what,
                said=said,
            ),
            "kept",
            case,
        )
    if None in order:
        raise CheckFailure(
            say(
                "{what}: there is something in the list that is no node of the graph.{said}",
                what=what,
                said=said,
            ),
            "type",
            case,
        )
    counts, needed = Counter(own), below(graph, wanted)
    for place in sorted(needed):
        if counts[place] != 1:
            if counts[place]:
                text = template(
                    "{what}: the list should hold {count} nodes, each once; {place} stands there "
                    "{times} times.{said}"
                )
            else:
                text = template(
                    "{what}: the list should hold {count} nodes, each once; {place} is missing."
                    "{said}"
                )
            words = {"place": name(place), "times": counts[place], "said": said}
            raise CheckFailure(
                say(text, what=what, count=len(needed), **words),
                "claim",
                case,
            )
    if extra := sorted(set(own) - needed):
        raise CheckFailure(
            say(
                "{what}: {extra} is in the list and leads to none of these nodes.{said}",
                what=what,
                extra=name(extra[0]),
                said=said,
            ),
            "claim",
            case,
        )
    if mixed := _out_of_order(graph, own, sorter.users_first):
        later, source = map(name, mixed)
        raise CheckFailure(
            (
                say(
                    "{what}: {source} stands before {later}, which uses it. Every node comes "
                    "after all that use it.{said}",
                    what=what,
                    source=source,
                    later=later,
                    said=said,
                )
                if sorter.users_first
                else say(
                    "{what}: {later} stands before {source}, which it is made from. Every "
                    "node comes after its inputs.{said}",
                    what=what,
                    later=later,
                    source=source,
                    said=said,
                )
            ),
            "claim",
            case,
        )
    if not listed.same:
        raise CheckFailure(
            say(
                "{what}: afterwards the `{inputs}` of a node are not what they were. The "
                "graph is still needed: leave it as it is.",
                what=what,
                inputs=sorter.inputs,
            ),
            "claim",
            case,
        )
    if sorted(map(str, listed.again)) != sorted(map(str, order)):
        raise CheckFailure(
            say(
                "{what}: the list is right the first time, and holds {again} nodes when it "
                "is asked for once more. What was visited in one call must not count in the "
                "next.",
                what=what,
                again=len(listed.again),
            ),
            "kept",
            case,
        )
    if listed.computed:
        raise CheckFailure(
            say(
                "{what}: operations were computed anew ({computed} times). The order is "
                "found by following `{inputs}`; nothing has to be computed for it.",
                what=what,
                computed=listed.computed,
                inputs=sorter.inputs,
            ),
            "claim",
            case,
        )


def _out_of_order(graph: Graph, order: Sequence[int], users_first: bool) -> tuple[int, int] | None:
    """Give the first node in a list and one of its inputs that stand the wrong way round."""
    position = {place: i for i, place in enumerate(order)}
    for place in order:
        for source in graph[place]:
            if (position[source] > position[place]) is not users_first:
                return place, source
    return None
