"""A derivative one step at a time: the values in order, and then one message after another.

A message is what one node hands to another along one edge, `incoming x local = contribution`, and
the receiver adds it to its sum so far. Against the arrows the first incoming number is the seed at
the output, with the arrows the seed at one variable. Otherwise the two modes are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .graph import Graph, Node
from .written import as_json, bracketed, formula, short

Step = dict[str, Any]
#: How a value is written that its engine does not keep.
UNKNOWN = "?"


def forward_steps(graph: Graph) -> list[Step]:
    """List how the values are computed, each after what it needs.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    list of dict
        `kind` is `constant`, `variable` or `operation`; `sum` is the value.
    """
    return [value_step(graph, node) for node in graph.nodes]


def value_step(graph: Graph, node: Node) -> Step:
    """Say how one value came about."""
    value = short(node.value, 6)
    if not node.parents:
        kind = "constant" if node.operation == "constant" else "variable"
        said = f"The constant {value}." if kind == "constant" else f"{node.label} = {value}."
        return step(kind, node.id, total=node.value, sentence=said)
    parents = [graph.nodes[parent] for parent in node.parents]
    names = formula(node.operation, [name_in_formula(parent) for parent in parents])
    numbers = formula(node.operation, [short(parent.value, 6) for parent in parents])
    through = f" = {numbers}" if numbers not in (names, value) and UNKNOWN not in numbers else ""
    known = f" = {value}" if value != UNKNOWN else ", whose value is not kept"
    sentence = f"{node.label} = {names}{through}{known}."
    return step("operation", node.id, total=node.value, sentence=sentence)


def name_in_formula(node: Node) -> str:
    """A node's label; a constant's number."""
    return short(node.value, 6) if node.operation == "constant" else node.label


def reverse_steps(graph: Graph, order: Sequence[int] | None = None) -> list[Step]:
    """List the messages of reverse mode, from the seed at the output on.

    Parameters
    ----------
    graph : Graph
    order : sequence of int, optional
        In which order nodes hand their gradient on, to see what a wrong order does; by default each
        after all its users.

    Returns
    -------
    list of dict
        For a message `node` sends and `parent` receives. `sum` is the receiver's after it.
    """
    sums = seeds_of(graph)
    steps = [
        step("seed", start, contribution=g, total=g, sentence=seed_sentence(graph.nodes[start], g))
        for start, g in sums.items()
    ]
    senders = [n.id for n in reversed(graph.nodes) if n.parents] if order is None else order
    for sender in senders:
        node = graph.nodes[sender]
        if sender not in sums:
            continue
        incoming = sums[sender]
        pulled = pull(node, incoming)
        answered = any(sent is not None for _, sent in pulled)
        for place, parent in enumerate(node.parents):
            partial, contribution = pulled[place]
            receiver = graph.nodes[parent]
            if contribution is None and (
                partial is None and (answered or silent(graph, node, receiver))
            ):
                continue
            before = sums.get(parent)
            total = plus(before, contribution)
            sums[parent] = total
            said = (
                f"{node.label} sends {receiver.label}: "
                f"{product(incoming, partial, contribution, node)}."
                f"{sum_sentence(receiver, before, contribution, total)}"
            )
            steps.append(
                step("message", sender, parent, place, incoming, partial, contribution, total, said)
            )
    return steps


def seeds_of(graph: Graph) -> dict[int, Any]:
    """Say where reverse mode starts, and with which gradient: at the output, with 1, unless the
    program says otherwise that the graph is of."""
    given = graph.listing.seeds if graph.listing is not None else {}
    return dict(given) or {graph.output: 1.0}


def seed_sentence(node: Node, seed: Any) -> str:
    """Say where reverse mode starts."""
    if as_json(seed) == 1:
        return f"Start at the output: the derivative of {node.label} by itself is 1."
    return f"Start at {node.label}, with the gradient that it is given: {short(seed)}."


def silent(graph: Graph, node: Node, parent: Node) -> bool:
    """Say whether no message goes to a parent: a constant, or a variable of another derivative."""
    if parent.operation == "constant" or parent.level < node.level:
        return True
    known = [p for p in node.partials if p is not None]
    return bool(known)  # some are known, so that this one is left out on purpose


def pull(node: Node, incoming: Any) -> list[tuple[Any, Any]]:
    """Give, for each parent, the local derivative and the message; None where unknown."""
    if node.pull is not None and incoming is not None:
        try:
            messages = node.pull(incoming)
            return list(zip(node.partials, messages, strict=True))
        except Exception:
            return [(None, None)] * len(node.parents)
    return [(partial, times(incoming, partial)) for partial in node.partials]


def tangent_steps(graph: Graph, variable: int) -> list[Step]:
    """List the messages of forward mode, from the seed at one variable on.

    Parameters
    ----------
    graph : Graph
    variable : int
        The id of the node by which everything is differentiated.

    Returns
    -------
    list of dict
        For a message `node` receives and `parent` sends. `sum` is the receiver's after it.
    """
    start = graph.nodes[variable]
    sums: dict[int, Any] = {variable: 1.0}
    sentence = f"Start at {start.label}: its derivative by itself is 1."
    steps = [step("seed", variable, contribution=1.0, total=1.0, sentence=sentence)]
    for node in graph.nodes:
        for place, parent in enumerate(node.parents):
            if parent not in sums or node.id == variable:
                continue
            sender, partial = graph.nodes[parent], node.partials[place]
            if partial is None and silent(graph, node, sender):
                continue
            incoming, before = sums[parent], sums.get(node.id)
            contribution = times(partial, incoming)
            total = plus(before, contribution)
            sums[node.id] = total
            said = (
                f"{sender.label} sends {node.label}: "
                f"{product(incoming, partial, contribution, node)}."
                f"{sum_sentence(node, before, contribution, total)}"
            )
            steps.append(
                step(
                    "message", node.id, parent, place, incoming, partial, contribution, total, said
                )
            )
    return steps


def wrong_order(graph: Graph) -> list[int] | None:
    """Find an order in which one node hands its gradient on before it has all of it.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    list of int or None
        None if no order of this graph goes wrong: no computed node is used twice.
    """
    right = [n.id for n in reversed(graph.nodes) if n.parents]
    users: dict[int, list[int]] = {}
    for node in graph.nodes:
        for parent in set(node.parents):
            users.setdefault(parent, []).append(node.id)
    place = {sender: i for i, sender in enumerate(right)}
    for sender in right:
        its_users = sorted(place[u] for u in users.get(sender, ()) if u in place)
        differentiated = any(p is not None for p in graph.nodes[sender].partials)
        if len(its_users) > 1 and (differentiated or graph.nodes[sender].pull is not None):
            early = [i for i in right if i != sender]
            early.insert(its_users[0] + 1, sender)
            return early
    return None


def times(a: Any, b: Any) -> Any:
    """Multiply, unless a factor is not known."""
    if a is None or b is None:
        return None
    try:
        return a * b
    except Exception:
        return None


def plus(before: Any, contribution: Any) -> Any:
    """Add a message to a sum; what is not known stays not known."""
    if before is None or contribution is None:
        return contribution if before is None else before
    try:
        return before + contribution
    except Exception:
        return None


def product(incoming: Any, partial: Any, contribution: Any, node: Node) -> str:
    """Write `incoming × local = contribution`, or what is known of it."""
    if incoming is None:
        return "what is not known here"
    if contribution is None:
        return f"{short(incoming)} × its local derivative, which is not known here"
    if partial is None:
        return f"{short(incoming)} through {node.operation} gives {short(contribution)}"
    return f"{bracketed(short(incoming))} × {bracketed(short(partial))} = {short(contribution)}"


def sum_sentence(receiver: Node, before: Any, contribution: Any, total: Any) -> str:
    """Say what the message did to the receiver's sum."""
    if contribution is None:
        return ""
    if before is None:
        return f" {receiver.label} has {short(total)}."
    return f" {receiver.label} had {short(before)} and now has {short(total)}."


def step(
    kind: str,
    node: int,
    parent: int | None = None,
    place: int | None = None,
    incoming: Any = None,
    local: Any = None,
    contribution: Any = None,
    total: Any = None,
    sentence: str = "",
) -> Step:
    """Write down one step in numbers and text that JSON can hold."""
    return {
        "kind": kind,
        "node": node,
        "parent": parent,
        "place": place,
        "incoming": as_json(incoming),
        "local": as_json(local),
        "contribution": as_json(contribution),
        "sum": as_json(total),
        "sentence": sentence,
    }
