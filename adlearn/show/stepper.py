"""`show`: a graph to step through, as a plain object that notebooks, pages and terminals display.

It holds the same thing three times: HTML with a script and no need of a kernel or the network, a
picture, and text. Whatever displays it takes the richest it can.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from .adapters import is_node
from .graph import Graph, Walk, snapshot
from .html import fragment, page
from .recorded import record
from .steps import Step, reverse_steps, tangent_steps, wrong_order
from .text import graph_table
from .written import formula, plain, short, symbol

#: How many steps of forward mode are written down in all: there is one walk for each variable.
MAX_TANGENT_STEPS = 2000
#: How many gradients that are graphs themselves get a layer of their own.
MAX_LAYERS = 8
#: The longest formula that is written above a picture.
MAX_FORMULA = 60
#: How strongly the signs of `written.formula` bind.
BINDING = {"+": 1, "-": 1, "×": 2, "÷": 2, "@": 2, "^": 3}
MINUS = 2
#: What a line is that gives its result a name.
ASSIGNMENT = re.compile(r": (\w+) = ")


class Shown:
    """What `show` returns: displays itself, and can be saved.

    Attributes
    ----------
    graphs : dict of {str: Graph}
        The snapshots of all layers by their titles.
    note : str
        What could not be shown, and the remedy; empty if nothing is missing.
    """

    def __init__(self, graphs: dict[str, Graph], note: str = "") -> None:
        self.graphs = graphs
        self.note = note

    @property
    def graph(self) -> Graph:
        """The snapshot of the first layer."""
        return next(iter(self.graphs.values()))

    def to_html(self) -> str:
        """Write it as a piece of HTML with everything inside: style, script and numbers."""
        title = next(iter(self.graphs))
        traits = {
            "picture": picture_of(self.graphs),
            "mode": "reverse",
            "step": first_step(self.graph),
            "layer": 0,
            "selected": "",
        }
        nodes = len(self.graph.nodes)
        said = f"The graph of {title}: {nodes} nodes. As text: {graph_table(self.graph, 60)}"
        note = f"<p>{escaped(self.note)}</p>" if self.note else ""
        return note + fragment(traits, self.graph.to_svg(), said)

    def to_svg(self) -> str:
        """Draw the first layer."""
        return self.graph.to_svg()

    def save(self, path: str | Path) -> Path:
        """Write it to a file; the ending says how: .html, or one of those of `Graph.save`.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        Path
            Where it was written.

        Raises
        ------
        ValueError
            If the ending is none of these.
        """
        path = Path(path)
        if path.suffix != ".html":
            return self.graph.save(path)
        path.write_text(page(self.to_html(), next(iter(self.graphs))), encoding="utf-8")
        return path

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/html": self.to_html(),
            "image/svg+xml": self.to_svg(),
            "text/plain": repr(self),
        }

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        tables = [
            (f"{title}\n" if len(self.graphs) > 1 else "") + graph_table(graph)
            for title, graph in self.graphs.items()
        ]
        return "\n\n".join([*([self.note] if self.note else []), *tables])


def show(*outputs: Any, names: Mapping[str, Any] | None = None) -> Shown:
    """Show what an output was computed from, and step through its derivative.

    Parameters
    ----------
    *outputs : object
        Nodes: ours, of a class of your own, or of another library. Several are layers of one
        display. Gradients that are nodes themselves, as `backward(create_graph=True)` makes
        them, become layers too.
    names : mapping of str to object, optional
        What to call the nodes; the variables of the caller by default.

    Returns
    -------
    Shown
        Displays itself in a notebook; `save("graph.html")` writes a page.

    Raises
    ------
    TypeError
        If nothing is given, or something that is no node.

    See Also
    --------
    adlearn.inspect : the same with inputs that can be moved.
    adlearn.graph_print : the graph as plain text.

    Examples
    --------
    >>> from adlearn import AutogradValue
    >>> from adlearn.show import show
    >>> a, b = AutogradValue(5.0), AutogradValue(2.0)
    >>> show(a * b + a)
    name  operation   value  gradient
    a     variable    5.0    not computed
    b     variable    2.0    not computed
    v2    mul(a, b)   10.0   not computed
    v3    add(v2, a)  15.0   not computed
    """
    known = variables_of(sys._getframe(1)) if names is None else dict(names)
    return Shown(layered(titled(outputs, known), known))


def variables_of(frame: FrameType) -> dict[str, Any]:
    """List the variables somebody can see who calls from this frame."""
    return {**frame.f_globals, **frame.f_locals}


def titled(outputs: tuple[Any, ...], names: Mapping[str, Any]) -> dict[str, Any]:
    """Give each output a title, and refuse what cannot be shown."""
    if not outputs:
        raise TypeError("show() needs something to show: pass a node, such as show(L).")
    things: dict[str, Any] = {}
    for output in outputs:
        if not is_node(output) and not is_number(output):
            raise TypeError(
                f"show() was given {article(type(output).__name__)}, which is no node of a graph. "
                "It can show a node (anything with a value and parents, such as L after "
                "L = a * b), also of micrograd, autograd, PyTorch or MyGrad; for a function use "
                "adlearn.inspect(f, a=1.0). Teach it another class with "
                "adlearn.show.register_adapter."
            )
        title = next((n for n, v in names.items() if v is output and not n.startswith("_")), "")
        title = title or f"output {len(things) + 1}"
        things[title if title not in things else f"{title} ({len(things) + 1})"] = output
    return things


def expression(graph: Graph) -> str:
    """Write the whole computation as one formula; empty if it would be long.

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> a, b = AutogradValue(5.0), AutogradValue(2.0)
    >>> expression(snapshot((a + 1) * b - a, {"a": a, "b": b}))
    '(a + 1) × b - a'
    """
    written: list[tuple[str, int]] = []
    for node in graph.nodes:
        if not node.parents:
            leaf = short(node.value) if node.operation == "constant" else node.label
            written.append((leaf, 1 if leaf.startswith("-") else 9))
            continue
        sign = symbol(node.operation)
        binds = {1: {"-": MINUS}, 2: BINDING}.get(len(node.parents), {}).get(sign, 9)
        parts = [written[parent] for parent in node.parents]
        names = [
            f"({part})" if binds < 9 and bound < binds + (place > 0) else part
            for place, (part, bound) in enumerate(parts)
        ]
        formed = formula(node.operation, names)
        if len(formed) > MAX_FORMULA:
            return ""
        written.append((formed, binds))
    return written[graph.output][0]


def is_number(thing: Any) -> bool:
    """Say whether something is a number, which is a graph of one constant."""
    return isinstance(plain(thing), int | float | complex)


def article(name: str) -> str:
    """Put a or an before a name."""
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def escaped(text: str) -> str:
    """Write text so that HTML shows it as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def layered(
    things: Mapping[str, Any], names: Mapping[str, Any], with_gradients: bool = True
) -> dict[str, Graph]:
    """Take a snapshot of each thing, and of the gradients that are graphs themselves.

    A node keeps its name in every layer it occurs in.
    """
    graphs: dict[str, Graph] = {}
    known = dict(names)
    for title, thing in things.items():
        graph = graphs[title] = named_by_line(snapshot(thing, known))
        order = Walk(thing).order
        known |= {node.label: order[node.id] for node in graph.nodes if node.parents}
        for node in graph.nodes:
            differentiated = derivative_title(title, node.label)
            is_layer = node.label in names and node.operation == "variable"
            is_layer = is_layer and is_node(node.gradient) and differentiated not in things
            if with_gradients and is_layer and len(graphs) < MAX_LAYERS:
                graphs[differentiated] = snapshot(node.gradient, known)
    return graphs


def named_by_line(graph: Graph) -> Graph:
    """Call nodes as the program does that made them, where its lines are known: `c = a + b`.

    Of several nodes made on one line the last is the one that got the name.
    """
    taken = {node.label for node in graph.nodes}
    last: dict[str, tuple[int, str]] = {}
    for node in graph.nodes:
        assigned = ASSIGNMENT.search(node.source or "")
        if node.parents and assigned and node.source:
            last[node.source] = (node.id, assigned[1])
    labels: dict[int, str] = {}
    for place, name in last.values():
        if graph.nodes[place].label == f"v{place}" and name not in taken:
            labels[place] = name
            taken.add(name)
    nodes = [replace(node, label=labels.get(node.id, node.label)) for node in graph.nodes]
    return replace(graph, nodes=tuple(nodes))


def derivative_title(of: str, by: str, order: int = 1) -> str:
    """Write what a derivative is called.

    Examples
    --------
    >>> derivative_title("L", "a"), derivative_title("x * y", "x", 2)
    ('dL/da', 'd²(x * y)/dx²')
    """
    power = "" if order == 1 else "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(order))
    return f"d{power}{of if of.isidentifier() else f'({of})'}/d{by}{power}"


def picture_of(graphs: Mapping[str, Graph]) -> dict[str, Any]:
    """Write down all layers for the script that draws them."""
    layers: list[dict[str, Any]] = []
    earlier: dict[str, str] = {}
    for title, graph in graphs.items():
        written = record(graph)
        if written["steps"]["reverse"]:
            written["steps"]["wrong"] = wrong_steps(graph)
            written["steps"]["tangents"] = all_tangents(graph, written["variables"])
            del written["steps"]["tangent"]
        else:
            leave_out_undrawn(written)
        for node in written["nodes"]:
            node["layer"] = earlier.get(node["label"])
            if node["parents"]:
                earlier.setdefault(node["label"], title)
        formed = expression(graph)
        named = not title.startswith("output ") and formed != title
        heading = (f"{title} = {formed}" if named else formed) if formed else title
        layers.append({"title": title, "heading": heading, "record": written})
    return {"layers": layers}


def leave_out_undrawn(written: dict[str, Any]) -> None:
    """Keep of an enormous graph what can be looked at: boxes, and the results of groups."""
    results = {group["members"][-1] for group in written["groups"]}
    written["nodes"] = [n for n in written["nodes"] if n["box"] is None or n["id"] in results]
    for group in written["groups"]:
        group["members"] = group["members"][-1:]


def all_tangents(graph: Graph, variables: list[int]) -> dict[int, list[Step]]:
    """Play forward mode for each variable, as far as the page stays small."""
    most = max(1, MAX_TANGENT_STEPS // len(graph.nodes))
    walks = {variable: tangent_steps(graph, variable) for variable in variables[:most]}
    for walk in walks.values():
        for step in walk:
            step["along"] = True
    return walks


def first_step(graph: Graph) -> int:
    """Say where to start: at the end if the gradients are there, else after the values."""
    known = any(node.gradient is not None for node in graph.nodes)
    return -1 if known else len(graph.nodes)


def wrong_steps(graph: Graph) -> list[Step]:
    """Play reverse mode in an order in which one node hands its gradient on too early.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    list of dict
        The messages, those that come too late marked, and then one verdict for each variable
        whose sum came out wrong. Empty if no order of this graph goes wrong.

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> a, b = AutogradValue(5), AutogradValue(2)
    >>> c = a + b
    >>> g, h = c * 2, c + 4
    >>> L = g * h
    >>> graph = snapshot(L, {"a": a, "b": b, "c": c, "g": g, "h": h, "L": L})
    >>> for step in wrong_steps(graph)[-2:]:
    ...     print(step["sentence"])
    a got 14 and should have 36: c handed its gradient on before all of it was there.
    b got 14 and should have 36: c handed its gradient on before all of it was there.
    """
    order = wrong_order(graph)
    if order is None:
        return []
    right = {step["parent"]: step["sum"] for step in reverse_steps(graph)[1:]}
    label = [node.label for node in graph.nodes]
    users = {node: [u for u in order if node in graph.nodes[u].parents] for node in order}
    steps, sent, sending, early = [], set[int](), -1, ""
    for step in reverse_steps(graph, order):
        sender, receiver = step["node"], step["parent"]
        if step["kind"] == "message" and sender != sending:
            sent.add(sending)
            sending = sender
            waiting = [label[user] for user in users[sender] if user not in sent]
            if waiting:
                early, step["late"] = label[sender], True
                step["sentence"] += f" Too early: {early} still waits for {' and '.join(waiting)}."
        if receiver in sent:
            step["late"] = True
            step["sentence"] += f" Too late: {label[receiver]} has handed its gradient on already."
        steps.append(step)
    sums = {step["parent"]: step["sum"] for step in steps[1:]}
    for node in graph.nodes:
        if node.operation == "variable" and sums.get(node.id) != right.get(node.id):
            got, wanted = short(sums.get(node.id)), short(right[node.id])
            steps.append(
                {
                    "kind": "verdict",
                    "node": node.id,
                    "right": right[node.id],
                    "sentence": f"{node.label} got {got} and should have {wanted}: {early} handed "
                    "its gradient on before all of it was there.",
                }
            )
    return steps
