"""A graph in the language of Graphviz, for those who have it: a text that `dot` turns into a
picture."""

from __future__ import annotations

from .boxes import box_of
from .graph import Graph
from .written import short


def write_dot(graph: Graph) -> str:
    """Write a graph as a Graphviz digraph.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    str

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> x = AutogradValue(3.0)
    >>> print(write_dot(snapshot(x * x)))
    digraph {
      rankdir=LR; node [shape=box, fontname="monospace"];
      n0 [label="x\\n3\\ngrad not computed"];
      n1 [label="v1 = x × x\\n9\\ngrad not computed"];
      n0 -> n1 [label="3"];
      n0 -> n1 [label="3"];
    }
    """
    lines = ["digraph {", '  rankdir=LR; node [shape=box, fontname="monospace"];']
    for node in graph.nodes:
        box = box_of(graph, node)
        written = [box.title, box.value, f"{box.word} {box.gradient}" if box.gradient else ""]
        whole = f", tooltip={quoted([box.whole])}" if box.whole != box.title else ""
        style = ", style=dashed" if node.operation == "constant" else ""
        lines.append(f"  n{node.id} [label={quoted([w for w in written if w])}{style}{whole}];")
    for node in graph.nodes:
        for parent, partial in zip(node.parents, node.partials, strict=True):
            label = "" if partial is None else f" [label={quoted([short(partial)])}]"
            lines.append(f"  n{parent} -> n{node.id}{label};")
        if node.below is not None:
            lines.append(f"  n{node.below} -> n{node.id} [style=dotted];")
    return "\n".join([*lines, "}"])


def quoted(lines: list[str]) -> str:
    """Write lines as one quoted string; Graphviz reads backslashes and quotes specially."""
    safe = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(safe) + '"'
