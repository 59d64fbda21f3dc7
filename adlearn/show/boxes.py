"""What is written in the box of a node, and how large the box is.

The size depends on the name and the operation and not on the numbers, so that a picture stays where
it is while its numbers change.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .graph import Graph, Node
from .written import NOT_COMPUTED, formula, short, symbol

CHARACTER = 7.3
LINE = 15.0
PADDING = 8.0
CONSTANT_WIDTH = 52.0
LEAST_CHARACTERS, MOST_CHARACTERS, ARRAY_CHARACTERS, GROUP_CHARACTERS = 17, 26, 31, 44


@dataclass(frozen=True, slots=True)
class Box:
    """The lines of a node's box.

    Attributes
    ----------
    title : str
        Name and operation, shortened to the width of a box.
    whole : str
        Name and operation in full, for where a reader points at the box.
    value, gradient : str
        As written in the box; empty for no line. A node that has a tangent has that for a gradient.
    word : str
        What stands before the gradient: `grad` or `tangent`.
    width, height : float
        In pixels.
    """

    title: str
    whole: str
    value: str
    gradient: str
    word: str
    width: float
    height: float


def box_of(graph: Graph, node: Node) -> Box:
    """Say what stands in a node's box."""
    if node.operation == "constant":
        whole = short(node.value)
        title = fitted(whole, 12)
        width = max(CONSTANT_WIDTH, width_of(columns(title)))
        return Box(title, whole, "", "", "", width, LINE + PADDING + 4)
    whole = title_of(graph, node)
    title = fitted(whole, MOST_CHARACTERS)
    word, gradient = ("grad", node.gradient) if node.tangent is None else ("tangent", node.tangent)
    room = max(columns(title), ARRAY_CHARACTERS if is_wide(node) else LEAST_CHARACTERS)
    return Box(
        title,
        whole,
        fitted(short(node.value), room),
        fitted(NOT_COMPUTED if gradient is None else short(gradient), room - len(word) - 1),
        word,
        width_of(room),
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


def sign_of(node: Node) -> str:
    """Write what a box says when it is too far away for more: a sign, an operation or a name."""
    if node.parents:
        return symbol(node.operation).replace("-", "\N{MINUS SIGN}")
    return short(node.value) if node.operation == "constant" else node.label


def fitted(line: str, room: int) -> str:
    """Shorten a line that is too long for its box; the mean of an array goes first.

    Examples
    --------
    >>> fitted("subtract", 8), fitted("subtract", 7), fitted("損失関数", 5)
    ('subtract', 'subtra…', '損失…')
    """
    if columns(line) > room:
        line = line.partition(", mean")[0]
    if columns(line) <= room:
        return line
    while columns(line) > room - 1:
        line = line[:-1]
    return line + "…"


def columns(line: str) -> int:
    """Count the places that a line takes where letters have one width: Chinese ones have two.

    Examples
    --------
    >>> columns("loss"), columns("損失"), columns("e\N{COMBINING ACUTE ACCENT}")
    (4, 4, 1)
    """
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else not unicodedata.combining(one)
        for one in line
    )


def width_of(places: int) -> float:
    """Say how wide a box is for a line with so many places."""
    return CHARACTER * places + 2 * PADDING
