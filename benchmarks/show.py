"""What a look at a graph costs: snapshot, layout and SVG of 7 and of 300 nodes, beside what others
do for the same graph.

Run alone with `python -m benchmarks.show`. Prints a table; exits 1 if a target is missed. Others
write text in the language of Graphviz and leave the picture to its program `dot`; where that is
missing, only the text is timed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import Any

import adlearn as ad
from adlearn.show import layout
from adlearn.show.collapse import MOST_BOXES
from benchmarks import table
from benchmarks.interleaved import FULL, Effort, measure
from benchmarks.peers import PEERS
from benchmarks.table import Figure, Row, duration

#: The most milliseconds.
BOUNDS = {
    ("7 nodes", "nothing kept"): 5.0,
    ("300 nodes", "nothing kept"): 800.0,
    ("300 nodes", "layout kept"): 50.0,
    ("300 nodes", "a box for every node, nothing kept"): 800.0,
    ("300 nodes", "a box for every node, layout kept"): 50.0,
}


def small(number: Callable[[float], Any], log: Callable[[Any], Any]) -> Any:
    """The course's example: -log(5 * b + a), 7 nodes."""
    a, b = number(5.0), number(2.0)
    return -log(5.0 * b + a)


def large(number: Callable[[float], Any], tanh: Callable[[Any], Any]) -> Any:
    """A network of 4, 10, 4 and 1 neurons: 300 nodes or a few less."""
    layer = [number(0.1 * i) for i in range(4)]
    for width in (10, 4, 1):
        layer = [
            tanh(sum((number(0.01 * i) * x for i, x in enumerate(layer)), number(0.1)))
            for _ in range(width)
        ]
    return layer[0]


def forget() -> None:
    """Forget every layout."""
    layout.placed.cache_clear()


def ours(output: Any, most: int = MOST_BOXES) -> Callable[[], str]:
    """Take a snapshot, place it and draw it; in groups, if it has more nodes than `most`."""
    return lambda: ad.snapshot(output).to_svg(most=most)


def micrograd_case(make: Callable[..., Any]) -> Callable[[], object] | None:
    """Do what micrograd's notebook does in `draw_dot`: trace the graph and write it for dot."""
    try:
        from micrograd.engine import Value
    except ImportError:
        return None
    log_stands_in = Value.relu  # micrograd has no log and no tanh; the graph has the same shape
    output = make(Value, log_stands_in)
    render = dot_program()

    def draw() -> object:
        nodes: set[Any] = set()
        edges: set[tuple[Any, Any]] = set()
        stack = [output]
        while stack:
            node = stack.pop()
            if node not in nodes:
                nodes.add(node)
                for child in node._prev:
                    edges.add((child, node))
                    stack.append(child)
        lines = ["digraph { rankdir=LR;"]
        for node in nodes:
            label = f"{{ data {node.data:.4f} | grad {node.grad:.4f} }}"
            lines.append(f'{id(node)} [label="{label}", shape=record];')
            if node._op:
                lines.append(f'{id(node)}op [label="{node._op}"]; {id(node)}op -> {id(node)};')
        lines += [f"{id(a)} -> {id(b)}op;" for a, b in edges]
        return render("\n".join([*lines, "}"]))

    return draw


def torch_case(make: Callable[..., Any], function: str) -> Callable[[], object] | None:
    """Draw with torchviz, if it is there."""
    try:
        import torch
        from torchviz import make_dot
    except ImportError:
        return None
    output = make(lambda value: torch.tensor(value, requires_grad=True), getattr(torch, function))
    render = dot_program()
    return lambda: render(make_dot(output).source)


def dot_program() -> Callable[[str], object]:
    """Give what turns dot text into SVG; without Graphviz, what leaves it as it is."""
    if shutil.which("dot") is None:
        return lambda text: text
    import subprocess

    return lambda text: (
        subprocess.run(
            ["dot", "-Tsvg"], input=text.encode(), capture_output=True, check=True
        ).stdout
    )


def rows(effort: Effort) -> list[Row]:
    """Measure one row for each graph."""
    made = []
    suffix = "" if shutil.which("dot") else ", text only"
    for title, make, function in (("7 nodes", small, "log"), ("300 nodes", large, "tanh")):
        output = make(ad.AutogradValue, getattr(ad, function))
        draw, every = ours(output), ours(output, most=1000)
        found: dict[str, Callable[[], object] | None] = {
            "nothing kept": lambda draw=draw: (forget(), draw()),  # type: ignore[misc]
            "layout kept": draw,
            "a box for every node, nothing kept": lambda every=every: (forget(), every()),  # type: ignore[misc]
            "a box for every node, layout kept": every,
            f"micrograd draw_dot{suffix}": micrograd_case(make),
            f"torchviz{suffix}": torch_case(make, function),
        }
        timings = measure({name: case for name, case in found.items() if case}, effort)
        figures = [
            Figure(
                name, timings.median(name) * 1e3 if case else None, BOUNDS.get((title, name)), "ms"
            )
            for name, case in found.items()
        ]
        cells = {"adlearn": duration(timings.median("nothing kept"))}
        made.append(Row(f"look at a graph of {title}", cells, figures))
    return made


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
