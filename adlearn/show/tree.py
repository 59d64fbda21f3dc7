"""A graph as a tree of lines that says everything once: a shared part is printed where it is met
first, and named where it is met again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from .boxes import title_of
from .displayed import Text
from .graph import Graph, Node
from .naming import graph_called, variables_of
from .written import ASCII, NOT_COMPUTED, short

MAX_LINES = 300
UNICODE_BRANCHES = ("├─ ", "└─ ", "│  ", "   ")
ASCII_BRANCHES = ("|- ", "`- ", "|  ", "   ")


def graph_tree(
    a: Any,
    depth: int | None = None,
    ascii: bool | None = None,
    names: Mapping[str, Any] | None = None,
    max_lines: int = MAX_LINES,
) -> Text:
    """Write a graph as a tree, from the output down to the variables, each node once.

    Parameters
    ----------
    a : object or Graph
        A node of any kind, or a snapshot.
    depth : int, optional
        How many levels below the output; all by default.
    ascii : bool, optional
        Draw with plain characters; by default only where the terminal knows no others.
    names : mapping of str to object, optional
        What to call the nodes; the variables of the caller by default.
    max_lines : int, optional
        Where to stop.

    Returns
    -------
    str
        One line per node: its formula, value and gradient. A line ending in `(above)` names a node
        that has been printed. As the last line of a cell the tree shows itself.

    Raises
    ------
    ValueError
        If the depth is negative.

    Examples
    --------
    >>> from adlearn import AutogradValue
    >>> x = AutogradValue(3.0)
    >>> y = x * x
    >>> z = y + y * 2
    >>> graph_tree(z, ascii=True)
    z = y + v3     value 27  gradient not computed
    |- y = x * x   value 9  gradient not computed
    |  |- x        value 3  gradient not computed
    |  `- x (above)
    `- v3 = y * 2  value 18  gradient not computed
       |- y (above)
       `- 2
    """
    if depth is not None and depth < 0:
        raise ValueError(f"depth is how many levels to print, 0 or more, not {depth}.")
    graph = graph_called(a, variables_of(sys._getframe(1)) if names is None else names)
    plain = not speaks_unicode() if ascii is None else ascii
    lines = tree_lines(graph, depth, ASCII_BRANCHES if plain else UNICODE_BRANCHES, max_lines)
    width = max((len(left) for left, right in lines if right), default=0)
    written = "\n".join(f"{left:{width}}  {right}".rstrip() for left, right in lines)
    return Text(written.translate(ASCII) if plain else written)


def speaks_unicode() -> bool:
    """Say whether what is printed can have characters beyond ASCII."""
    try:
        "├".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def tree_lines(
    graph: Graph, depth: int | None, branches: tuple[str, str, str, str], max_lines: int
) -> list[tuple[str, str]]:
    """List the lines, each as the node and what is said about it."""
    fork, end, on, blank = branches
    lines: list[tuple[str, str]] = []
    printed: set[int] = set()
    stack = [(graph.output, "", "", 0)]
    while stack:
        me, before, branch, level = stack.pop()
        if len(lines) >= max_lines:
            left = len(graph.nodes) - len(printed)
            lines.append((f"... {left} nodes not printed", ""))
            break
        node = graph.nodes[me]
        if me in printed:
            lines.append((f"{before}{branch}{node.label} (above)", ""))
            continue
        hidden = bool(node.parents) and depth is not None and level >= depth
        printed.add(me)
        lines.append(
            (before + branch + title(graph, node) + (" ..." if hidden else ""), said(node))
        )
        if hidden:
            continue
        below = before + ({fork: on, end: blank}.get(branch, ""))
        for i in reversed(range(len(node.parents))):
            last = i == len(node.parents) - 1
            stack.append((node.parents[i], below, end if last else fork, level + 1))
    return lines + circles(graph)


def title(graph: Graph, node: Node) -> str:
    """Write a node's formula; a constant's number."""
    return short(node.value) if node.operation == "constant" else title_of(graph, node)


def said(node: Node) -> str:
    """Write a node's value and gradient; nothing for a constant, which is its own title."""
    if node.operation == "constant":
        return ""
    if node.tangent is not None:
        return f"value {short(node.value, 6)}  tangent {short(node.tangent, 6)}"
    gradient = NOT_COMPUTED if node.gradient is None else short(node.gradient, 6)
    return f"value {short(node.value, 6)}  gradient {gradient}"


def circles(graph: Graph) -> list[tuple[str, str]]:
    """Say which arrows are left out because they close a circle."""
    return [
        (
            f"circle: {graph.nodes[child].label} also says it was computed from "
            f"{graph.nodes[parent].label}, which was computed from it",
            "",
        )
        for child, parent in graph.cycles
    ]
