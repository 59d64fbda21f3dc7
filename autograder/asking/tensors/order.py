"""Claims about the order of a graph: every node once, after its inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from autograder.asking.tensors import probes
from autograder.errors import CheckFailure

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


def written(graph: Graph, wanted: Sequence[int]) -> str:
    """Write a graph the way a person would say it.

    Examples
    --------
    >>> written([[], [0, 0]], [1])
    'find_topo_sort([b]), where b is made from a, a'
    """
    if len(graph) > len(LETTERS):
        return f"find_topo_sort on a graph of {len(graph)} nodes"
    names = ", ".join(LETTERS[i] for i in wanted)
    made = [
        f"{LETTERS[i]} is made from {', '.join(LETTERS[j] for j in inputs)}"
        for i, inputs in enumerate(graph)
        if inputs and i in below(graph, wanted)
    ]
    return f"find_topo_sort([{names}])" + (f", where {'; '.join(made)}" if made else "")


def assert_order(
    submission: Any, graph: Graph, wanted: Sequence[int] = (), constants: Sequence[int] = ()
) -> None:
    """Check the order of a graph: any is right in which each node stands once, after its inputs.

    Parameters
    ----------
    submission : Submission
    graph : sequence of sequence of int
    wanted : sequence of int
        Which nodes are given to `find_topo_sort`; by default the last one.
    constants : sequence of int
        Leaves that need no gradient; they belong into the list as all others do.

    Raises
    ------
    CheckFailure
        Of kind ``type``, ``claim`` or, where the second call is the wrong one, ``kept``.
    """
    wanted = list(wanted) or [len(graph) - 1]
    kind, order, computed, same, again = submission.run(
        probes.sorted_nodes, [list(inputs) for inputs in graph], wanted, list(constants)
    )
    what = written(graph, wanted)
    case = {"asked": "order", "program": what}

    def name(place: int) -> str:
        return LETTERS[place] if len(graph) <= len(LETTERS) else f"node {place + 1}"

    if kind in ("NoneType", "Tensor") or (not order and kind not in ("list", "tuple")):
        hint = " Is there a `return` in it?" if kind == "NoneType" else ""
        raise CheckFailure(
            f"{what}: that should be a list of nodes; it is of type {kind}.{hint}", "type", case
        )
    listed = ", ".join("?" if place is None else name(place) for place in order[:30])
    said = f" You list: {listed or 'nothing'}." if len(graph) <= len(LETTERS) else ""
    own = [place for place in order if place is not None]
    if None in order and order == [None] * (len(order) - len(own)) + own:
        raise CheckFailure(
            f"{what}: before the nodes of this graph, the list holds others, as it does if it is "
            f"kept from an earlier call. Each call makes a list of its own.{said}",
            "kept",
            case,
        )
    if None in order:
        raise CheckFailure(
            f"{what}: there is something in the list that is no node of the graph.{said}",
            "type",
            case,
        )
    counts, needed = Counter(order), below(graph, wanted)
    for place in sorted(needed):
        if counts[place] != 1:
            times = "is missing" if not counts[place] else f"stands there {counts[place]} times"
            raise CheckFailure(
                f"{what}: the list should hold {len(needed)} nodes, each once; {name(place)} "
                f"{times}.{said}",
                "claim",
                case,
            )
    if extra := sorted(set(order) - needed):
        raise CheckFailure(
            f"{what}: {name(extra[0])} is in the list and leads to none of these nodes.{said}",
            "claim",
            case,
        )
    position = {place: i for i, place in enumerate(order)}
    for place in order:
        for source in graph[place]:
            if position[source] > position[place]:
                raise CheckFailure(
                    f"{what}: {name(place)} stands before {name(source)}, which it is made from. "
                    f"Every node comes after its inputs.{said}",
                    "claim",
                    case,
                )
    if not same:
        raise CheckFailure(
            f"{what}: afterwards the `inputs` of a node are not what they were. The graph is still "
            "needed: leave it as it is.",
            "claim",
            case,
        )
    if sorted(again) != sorted(order):
        raise CheckFailure(
            f"{what}: the list is right the first time, and holds {len(again)} nodes when it is "
            "asked for once more. What was visited in one call must not count in the next.",
            "kept",
            case,
        )
    if computed:
        raise CheckFailure(
            f"{what}: operations were computed anew ({computed} times). The order is found by "
            "following `inputs`; nothing has to be computed for it.",
            "claim",
            case,
        )
