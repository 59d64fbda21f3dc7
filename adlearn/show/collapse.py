"""A large graph is looked at in parts: groups of nodes that stand for one box each.

Groups are taken from what the nodes say they belong to (a call, a loop, a module). Where they say
nothing, a group is a result together with everything that was computed for it alone; in a neural
network that is a neuron. Both come with the promise that arrows between groups form no circle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ..order import depth_first
from .graph import Graph

#: More boxes than this are not read but skimmed.
MOST_BOXES = 80

#: Groups grow up to this size before they are cut; what is inside can then be read at once.
LARGE_GROUP = 60
SMALL_GROUP = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Some nodes that are drawn as one box.

    Attributes
    ----------
    label : str
    members : tuple of int
        Ids of nodes, in topological order; the last one is what the group is for.
    """

    label: str
    members: tuple[int, ...]


def groups_of(graph: Graph, most: int = MOST_BOXES) -> list[Group]:
    """Divide a graph into groups, in topological order; single nodes are groups of one.

    Parameters
    ----------
    graph : Graph
    most : int, optional
        Graphs up to this size are left as they are; of larger ones no more groups are made.

    Returns
    -------
    list of Group

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> y = AutogradValue(1.0)
    >>> for _ in range(200):
    ...     y = y + 1.0
    >>> len(groups_of(snapshot(y))) <= 80
    True
    """
    count = len(graph.nodes)
    if count <= most:
        return [Group(node.label, (node.id,)) for node in graph.nodes]
    belongs = by_name(graph)
    if belongs is None or len(set(belongs)) > most or len(set(belongs)) < 2:
        belongs = by_result(graph, most)
    return named_groups(graph, belongs)


def arrows(graph: Graph) -> list[list[int]]:
    """List what each node needs: its parents, and the node that is its value."""
    return [
        [*node.parents] if node.below is None else [*node.parents, node.below]
        for node in graph.nodes
    ]


def by_name(graph: Graph) -> list[int] | None:
    """Group nodes by the call or loop they name; None if none do, or if that makes a circle."""
    names: dict[str, int] = {}
    belongs = [-1] * len(graph.nodes)
    for node in graph.nodes:
        if node.group is not None and node.parents:
            belongs[node.id] = names.setdefault(node.group, node.id)
    if not names:
        return None
    users: list[set[int]] = [set() for _ in graph.nodes]
    for node in reversed(graph.nodes):
        if belongs[node.id] < 0:  # a number or a variable goes with its only user
            own = users[node.id]
            belongs[node.id] = own.pop() if len(own) == 1 else node.id
        for parent in node.parents:
            users[parent].add(belongs[node.id])
    return None if has_circle(arrows(graph), belongs) else belongs


def has_circle(needs: list[list[int]], belongs: list[int]) -> bool:
    """Say whether arrows between groups lead back to where they came from."""
    outside: dict[int, set[int]] = {group: set() for group in belongs}
    for node, its in enumerate(needs):
        outside[belongs[node]].update(belongs[p] for p in its if belongs[p] != belongs[node])
    try:
        TopologicalSorter(outside).prepare()
    except CycleError:
        return True
    return False


def by_result(graph: Graph, most: int) -> list[int]:
    """Put each node with its user if it has only one, as long as groups stay small.

    A function of one number that closes a larger piece of work, as the activation of a neuron does,
    starts a group of its own. Every group has one way out, so that no circle can arise. The sizes
    are raised until the groups are few; in the end everything was computed for the output alone.
    """
    needs, count = arrows(graph), len(graph.nodes)
    belongs = list(range(count))
    least, limit = SMALL_GROUP, max(LARGE_GROUP, count // most)
    while limit < 4 * count:
        belongs = cones(needs, limit, closing(graph, least))
        if len(set(belongs)) <= most:
            break
        least, limit = least * 2, limit * 2
    return belongs


def closing(graph: Graph, least: int) -> set[int]:
    """Find functions of one number that at least so many nodes were computed for."""
    users = Counter(parent for node in graph.nodes for parent in set(node.parents))
    sizes: list[int] = []
    found: set[int] = set()
    for node in graph.nodes:
        own = {p for p in node.parents if users[p] == 1 and p not in found}
        sizes.append(1 + sum(sizes[p] for p in own))
        inputs = [p for p in node.parents if graph.nodes[p].operation != "constant"]
        if len(inputs) == 1 and node.operation != "neg" and sizes[-1] >= least:
            found.add(node.id)
    return found


def cones(needs: list[list[int]], limit: int, closed: set[int]) -> list[int]:
    """Grow groups from their results backwards, up to a size."""
    users: list[set[int]] = [set() for _ in needs]
    belongs = list(range(len(needs)))
    sizes: Counter[int] = Counter()
    for node in reversed(range(len(needs))):
        own = users[node]
        if node not in closed and len(own) == 1 and sizes[next(iter(own))] < limit:
            belongs[node] = next(iter(own))
        sizes[belongs[node]] += 1
        for parent in needs[node]:
            users[parent].add(belongs[node])
    return belongs


def named_groups(graph: Graph, belongs: list[int]) -> list[Group]:
    """Make the groups, each after the groups it needs, and give them names of their own."""
    members: dict[int, list[int]] = {}
    for node, group in enumerate(belongs):
        members.setdefault(group, []).append(node)
    ordered = in_order(members, arrows(graph), belongs)
    return [Group(name_group(graph, members[group]), tuple(members[group])) for group in ordered]


def in_order(
    members: dict[int, list[int]], needs: list[list[int]], belongs: list[int]
) -> list[int]:
    """Sort groups topologically."""

    def before(group: int) -> list[int]:
        others = {belongs[p] for node in members[group] for p in needs[node]} - {group}
        return sorted(others, reverse=True)

    return depth_first(sorted(members), before)


def name_group(graph: Graph, members: list[int]) -> str:
    """Name a group by its call, or else by its last operation and its size."""
    last = graph.nodes[members[-1]]
    if len(members) == 1:
        return last.label
    named = {graph.nodes[m].group for m in members if graph.nodes[m].parents}
    if len(named) == 1 and None not in named:
        return f"{named.pop()}: {len(members)} nodes"
    return f"{last.label}: {last.operation}, {len(members)} nodes"
