"""A graph as boxes and arrows with coordinates: what the SVG and the record have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .boxes import GROUP_CHARACTERS, LINE, PADDING, box_of, columns, fitted, width_of
from .collapse import Group
from .graph import Graph, Node
from .layout import place

Placed = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and arrows.

    Attributes
    ----------
    boxes : dict
        By node id, or by a group's id such as `g12`: centre, width and height.
    edges : list of dict
        `node, parent, place, points, kind`.
    width, height : float
    drawn_in : dict of {int: str}
        The group that a node is drawn in, for nodes without a box.
    users : list of list of int
        By node: what was computed from it.
    down : bool
        Whether arrows go down, as the lines of a program do, and not to the right.
    """

    boxes: dict[int | str, Placed]
    edges: list[dict[str, Any]]
    width: float
    height: float
    drawn_in: dict[int, str]
    users: list[list[int]]
    down: bool = False

    def inside(self, graph: Graph, group: Group) -> Picture:
        """Draw a group's nodes, and what they were computed from."""
        members = set(group.members)
        shown = sorted(
            members | {p for m in members for p in needs(graph.nodes[m]) if p not in members}
        )
        parts = [Group(graph.nodes[n].label, (n,)) for n in shown]
        return draw_parts(graph, parts, members, self.down)


def picture_of(graph: Graph, groups: list[Group], down: bool = False) -> Picture:
    """Place the groups of a graph, which are single nodes if it is small."""
    return draw_parts(graph, groups, None, down)


def needs(node: Node) -> tuple[int, ...]:
    """What must be there before a node: its parents, and the node that is its value."""
    return node.parents if node.below is None else (*node.parents, node.below)


def draw_parts(
    graph: Graph, parts: list[Group], only: set[int] | None, down: bool = False
) -> Picture:
    """Place boxes and arrows; with `only`, arrows that lead to these nodes.

    A picture that goes down is placed as one that goes to the right, and then turned.
    """

    def turned(pair: Sequence[float]) -> tuple[float, float]:
        return (pair[1], pair[0]) if down else (pair[0], pair[1])

    part_of = {node: i for i, part in enumerate(parts) for node in part.members}
    names: list[int | str] = [
        f"g{part.members[-1]}" if len(part.members) > 1 else part.members[0] for part in parts
    ]
    drawn = [
        (node, place_, parent)
        for part in parts
        for node in part.members
        if only is None or node in only
        for place_, parent in enumerate(needs(graph.nodes[node]))
    ]
    parents: list[list[int]] = [[] for _ in parts]
    for node, _, parent in drawn:
        here, there = part_of[node], part_of[parent]
        if here != there and there not in parents[here]:
            parents[here].append(there)
    sizes = [size_of(graph, part) for part in parts]
    placed_sizes = [turned(size) for size in sizes]
    layout = place(parents, placed_sizes)
    edges, seen = [], set()
    for node, place_, parent in drawn:
        here, there = part_of[node], part_of[parent]
        grouped = len(parts[here].members) > 1 or len(parts[there].members) > 1
        if here == there or (grouped and (here, there) in seen):
            continue
        seen.add((here, there))
        points = layout.bends[here, there]
        (x0, y0), (x1, y1) = layout.centres[there], layout.centres[here]
        start, end = x0 + placed_sizes[there][0] / 2, x1 - placed_sizes[here][0] / 2
        y1 += entry(graph.nodes[node], place_, placed_sizes[here][1]) if not grouped else 0.0
        edges.append(
            {
                "node": names[here],
                "parent": names[there],
                "place": None if grouped else place_,
                "points": rounded([turned(at) for at in ((start, y0), *points, (end, y1))]),
                "kind": kind_of(graph, node, place_),
            }
        )
    users: list[list[int]] = [[] for _ in graph.nodes]
    for one in graph.nodes:
        for before in dict.fromkeys(one.parents):
            users[before].append(one.id)
    width, height = turned((layout.width, layout.height))
    return Picture(
        boxes={
            name: (*turned(centre), float(size[0]), float(size[1]))
            for name, centre, size in zip(names, layout.centres, sizes, strict=True)
        },
        edges=edges,
        width=width,
        height=height,
        drawn_in={
            node: str(name)
            for name, part in zip(names, parts, strict=True)
            if len(part.members) > 1
            for node in part.members
        },
        users=users,
        down=down,
    )


def entry(node: Node, place_: int, height: float) -> float:
    """Let arrows arrive one under the other, in the order of the operands."""
    many = len(needs(node))
    return 0.0 if many < 2 else (place_ - (many - 1) / 2) * min(14.0, height * 0.7 / (many - 1))


def rounded(points: list[tuple[float, float]]) -> list[list[float]]:
    """Keep a tenth of a pixel."""
    return [[round(x, 1), round(y, 1)] for x, y in points]


def kind_of(graph: Graph, node: int, place_: int) -> str:
    """Say what passes along an arrow."""
    user = graph.nodes[node]
    if place_ >= len(user.parents):
        return "below"
    parent = graph.nodes[user.parents[place_]]
    constant = parent.operation == "constant" or parent.level < user.level
    return "constant" if constant and user.partials[place_] is None else "partial"


def size_of(graph: Graph, part: Group) -> tuple[float, float]:
    """The size of a box."""
    if len(part.members) == 1:
        box = box_of(graph, graph.nodes[part.members[0]])
        return round(box.width, 1), box.height
    title = fitted(part.label, GROUP_CHARACTERS)
    return round(width_of(columns(title)), 1), 2 * LINE + PADDING
