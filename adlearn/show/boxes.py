"""What is written in the box of a node, and how large the box is.

The size depends on the name and the operation and not on the numbers, so that a picture stays where
it is while its numbers change.
"""

from __future__ import annotations

from dataclasses import dataclass

from .graph import Graph, Node
from .written import NOT_COMPUTED, formula, short

CHARACTER = 7.3
LINE = 15.0
PADDING = 8.0
CONSTANT_WIDTH = 52.0
LEAST_CHARACTERS, MOST_CHARACTERS, ARRAY_CHARACTERS = 17, 26, 31


@dataclass(frozen=True, slots=True)
class Box:
    """The lines of a node's box.

    Attributes
    ----------
    title : str
        Name and operation.
    value, gradient : str
        As written in the box; empty for no line.
    width, height : float
        In pixels.
    """

    title: str
    value: str
    gradient: str
    width: float
    height: float


def box_of(graph: Graph, node: Node) -> Box:
    """Say what stands in a node's box."""
    if node.operation == "constant":
        title = fitted(short(node.value), 12)
        width = max(CONSTANT_WIDTH, CHARACTER * len(title) + 2 * PADDING)
        return Box(title, "", "", width, LINE + PADDING + 4)
    title = fitted(title_of(graph, node), MOST_CHARACTERS)
    gradient = NOT_COMPUTED if node.gradient is None else short(node.gradient)
    if node.tangent is not None:
        gradient = f"tangent {short(node.tangent)}"
    room = max(len(title), ARRAY_CHARACTERS if is_wide(node) else LEAST_CHARACTERS)
    return Box(
        title,
        fitted(short(node.value), room),
        fitted(gradient, room - len("grad ")),
        CHARACTER * room + 2 * PADDING,
        3 * LINE + PADDING,
    )


def is_wide(node: Node) -> bool:
    """Say whether a node holds an array, whose summary needs room."""
    return hasattr(node.value, "shape") and tuple(node.value.shape) != ()


def title_of(graph: Graph, node: Node) -> str:
    """Write a node's name, and the formula that made it."""
    if not node.parents:
        return node.label
    parents = [graph.nodes[parent] for parent in node.parents]
    names = [short(p.value) if p.operation == "constant" else p.label for p in parents]
    return f"{node.label} = {formula(node.operation, names)}"


def fitted(line: str, characters: int) -> str:
    """Cut a line that is too long for its box; the mean of an array goes first."""
    if len(line) > characters:
        line = line.partition(", mean")[0]
    return line if len(line) <= characters else line[: characters - 1] + "…"
