"""What is shown together: each output, and the gradients that are graphs themselves, as layers of
one display that share their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .adapters import graph_offered, is_node
from .naming import walked
from .snapshots import Snapshot, snapshot
from .walk import Walk
from .written import plain

#: How many gradients that are graphs themselves get a layer of their own.
MAX_LAYERS = 8


def titled(outputs: tuple[Any, ...], names: Mapping[str, Any]) -> dict[str, Any]:
    """Give each output a title, and refuse what cannot be shown."""
    if not outputs:
        raise TypeError("show() needs something to show: pass a node, such as show(L).")
    things: dict[str, Any] = {}
    for output in outputs:
        graph = graph_offered(output)
        if graph is None and not is_node(output) and not is_number(output):
            raise TypeError(
                f"show() was given {article(type(output).__name__)}, which is no node of a graph. "
                "It can show a node (anything with a value and parents, such as L after "
                "L = a * b), also of micrograd, autograd, PyTorch or MyGrad; for a function use "
                "adlearn.inspect(f, a=1.0). Teach it another class with "
                "adlearn.show.register_adapter."
            )
        title = next((n for n, v in names.items() if v is output and not n.startswith("_")), "")
        title = graph.nodes[graph.output].label if graph is not None else title
        title = title or f"output {len(things) + 1}"
        things[title if title not in things else f"{title} ({len(things) + 1})"] = output
    return things


def is_number(thing: Any) -> bool:
    """Say whether something is a number, which is a graph of one constant."""
    return isinstance(plain(thing), int | float | complex)


def article(name: str) -> str:
    """Put a or an before a name."""
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def layered(
    things: Mapping[str, Any], names: Mapping[str, Any], with_gradients: bool = True
) -> dict[str, Snapshot]:
    """Take a snapshot of each thing, and of the gradients that are graphs themselves.

    A node keeps its name in every layer it occurs in.
    """
    graphs: dict[str, Snapshot] = {}
    known = dict(names)
    for title, thing in things.items():
        finished = graph_offered(thing)
        if finished is not None:
            graphs[title] = Snapshot.of(finished)
            continue
        walk = Walk(thing)
        graph = walked(walk, known)
        graphs[title] = Snapshot.of(graph)
        known |= {node.label: walk.order[node.id] for node in graph.nodes if node.parents}
        for node in graph.nodes:
            differentiated = derivative_title(title, node.label)
            is_layer = node.label in names and node.operation == "variable"
            is_layer = is_layer and is_node(node.gradient) and differentiated not in things
            if with_gradients and is_layer and len(graphs) < MAX_LAYERS:
                graphs[differentiated] = snapshot(node.gradient, known)
    return graphs


def derivative_title(of: str, by: str, order: int = 1) -> str:
    """Write what a derivative is called.

    Examples
    --------
    >>> derivative_title("L", "a"), derivative_title("x * y", "x", 2)
    ('dL/da', 'd²(x * y)/dx²')
    """
    power = "" if order == 1 else "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(order))
    return f"d{power}{of if of.isidentifier() else f'({of})'}/d{by}{power}"
