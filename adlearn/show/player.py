"""What the player of a page or a notebook is given: the layers of a display, each with all its
steps, as text and finite numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .graph import Graph
from .recorded import MOST_STEPPED, record, variables
from .steps import Step, reverse_steps, tangent_steps, wrong_order
from .written import formula, short, symbol

#: What can be played: `wrong` is reverse mode in an order that goes wrong.
MODES = ("reverse", "forward", "wrong")
#: How many steps of forward mode are written down in all: there is one walk for each variable.
MAX_TANGENT_STEPS = 2000
#: The longest formula that is written above a picture.
MAX_FORMULA = 60
#: How strongly the signs of `written.formula` bind.
BINDING = {"+": 1, "-": 1, "×": 2, "÷": 2, "@": 2, "^": 3}
MINUS = 2


def traits_of(graphs: Mapping[str, Graph], mode: str = "reverse") -> dict[str, Any]:
    """Give what the script's model holds at first, for a display without a kernel.

    In reverse mode the player may wait where the gradients begin; in another it is where a reader
    who chooses that mode finds it, at the end.
    """
    return {
        "picture": picture_of(graphs),
        "mode": mode,
        "step": first_step(next(iter(graphs.values()))) if mode == "reverse" else -1,
        "layer": 0,
        "selected": "",
    }


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


def leave_out_undrawn(written: dict[str, Any]) -> None:
    """Keep of an enormous graph what can be looked at: boxes, and the results of groups. A line is
    then about the group that its node is in."""
    results = {group["members"][-1] for group in written["groups"]}
    standing = {
        node: group["members"][-1] for group in written["groups"] for node in group["members"]
    }
    for column in (written["lines"] or {}).values():
        for row in column:
            if isinstance(row, dict):
                row["node"] = standing.get(row["node"], row["node"])
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


def checked_mode(mode: Any) -> str:
    """Refuse a mode that there is not.

    Examples
    --------
    >>> checked_mode("backward")
    Traceback (most recent call last):
        ...
    ValueError: mode is one of 'reverse', 'forward' and 'wrong'; given was 'backward'.
    """
    if not isinstance(mode, str) or mode not in MODES:
        *first, last = map(repr, MODES)
        raise ValueError(f"mode is one of {', '.join(first)} and {last}; given was {mode!r:.80}.")
    return mode


def why_not(graph: Graph, mode: str) -> str:
    """Say why a graph opens in reverse mode though it was asked for another; empty if it does not.

    A graph that is too large for any steps says so itself.
    """
    if len(graph.nodes) > MOST_STEPPED:
        return ""
    if mode == "wrong" and wrong_order(graph) is None:
        return "No order of this graph goes wrong, so it opens in reverse mode."
    if mode == "forward" and not variables(graph):
        return "This graph has no variable for forward mode to start at: it opens in reverse mode."
    return ""


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
