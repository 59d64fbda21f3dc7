"""A graph as one JSON object: what the player and the live inspector are given.

Everything in it is text or a finite number: nan and infinity are strings, arrays are one line each.
Positions are those of `adlearn.show.layout`, so that every picture of a graph is the same picture.
"""

from __future__ import annotations

from typing import Any

from .boxes import box_of, sign_of
from .collapse import MOST_BOXES, Group, groups_of
from .graph import MAX_NODES, Graph, Node
from .listed import in_turn, lines_of
from .picture import Picture, picture_of
from .steps import forward_steps, reverse_steps, tangent_steps
from .written import as_json

#: Beyond this many nodes a player has more steps than anyone plays: they are left out.
MOST_STEPPED = 3000


def record(
    graph: Graph, variable: int | str | None = None, most: int = MOST_BOXES
) -> dict[str, Any]:
    """Write down a graph with its picture and its steps.

    Parameters
    ----------
    graph : Graph
    variable : int or str, optional
        The node that forward mode differentiates by, by id or label; the first variable by default.
    most : int, optional
        How many boxes are drawn before nodes are drawn as groups.

    Returns
    -------
    dict
        With the keys

        nodes
            A list of `id, label, op, value, grad, tangent, partials, parents, users, source,
            group, level, below, text` and, for nodes that have a box of their own in the picture,
            the centre `x, y` and size `w, h`; `box` is the id of the group it is drawn in, or null.
            `text` holds the lines `title, value, grad` of the box, `whole`, the title in full, and
            `sign`, which stands for it in a picture that is far away.
        output
            The id of the output.
        variable, variables
            What the tangents are by; all that could be chosen.
        edges, size
            Of the picture: `node, parent, place, points, kind` with `kind` being `partial`,
            `constant` (no message passes) or `below` (the value of a nested derivative).
        down
            Whether arrows go down, beside the lines of a program, and not to the right.
        groups
            In place of boxes of their own, in large graphs: `id, label, members, x, y, w, h` and
            `view`, the picture of its inside. Edges name groups by their ids, which are strings.
        steps
            `forward`, `reverse` and `tangent`; see `adlearn.show.steps`.
        lines
            Of the program that the graph is of, or null; see `adlearn.show.listed`.
        levels
            The nesting levels that occur, lowest first.
        note
            What was left out and why, or null.

    Raises
    ------
    TypeError
        If it is given something else than a graph.
    ValueError
        If there is no such variable.

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> x = AutogradValue(3.0)
    >>> steps = record(snapshot(x * x))["steps"]["reverse"]
    >>> steps[-1]["sentence"]
    'v1 sends x: 1 × 3 = 3. x had 3 and now has 6.'
    """
    if not isinstance(graph, Graph):
        raise TypeError(
            f"record takes a graph, as in record(adlearn.snapshot(L)); given was {graph!r:.80}."
        )
    groups = groups_of(graph, most)
    picture = picture_of(graph, groups, down=graph.listing is not None)
    chosen = find_variable(graph, variable)
    too_long = len(graph.nodes) > MOST_STEPPED
    forward, reverse = ([], []) if too_long else (forward_steps(graph), reverse_steps(graph))
    return {
        "nodes": [node_record(graph, node, picture) for node in graph.nodes],
        "output": graph.output,
        "variable": chosen,
        "variables": variables(graph),
        "edges": picture.edges,
        "size": [picture.width, picture.height],
        "down": picture.down,
        "groups": [
            group_record(graph, group, picture) for group in groups if len(group.members) > 1
        ],
        "steps": {
            **in_turn(graph, forward, reverse),
            "tangent": [] if too_long or chosen is None else tangent_steps(graph, chosen),
        },
        "lines": lines_of(graph),
        "levels": sorted({node.level for node in graph.nodes}),
        "note": note(graph),
    }


def variables(graph: Graph) -> list[int]:
    """List what a graph can be differentiated by, a variable of a nested derivative included."""
    return [node.id for node in graph.nodes if node.operation == "variable"]


def find_variable(graph: Graph, variable: int | str | None) -> int | None:
    """Find the node that forward mode differentiates by."""
    known = variables(graph)
    if variable is None:
        top = [v for v in known if graph.nodes[v].level == graph.nodes[graph.output].level]
        return next(iter(top or known), None)
    for node in graph.nodes:
        if variable in (node.id, node.label):
            return node.id
    labels = ", ".join(graph.nodes[v].label for v in known[:20])
    raise ValueError(f"the graph has no node {variable!r}. Its variables are {labels}.")


def node_record(graph: Graph, node: Node, picture: Picture) -> dict[str, Any]:
    """Write down one node."""
    box = box_of(graph, node)
    placed = picture.boxes.get(node.id)
    return {
        "id": node.id,
        "label": node.label,
        "op": node.operation,
        "value": as_json(node.value),
        "grad": as_json(node.gradient),
        "tangent": as_json(node.tangent),
        "partials": [as_json(partial) for partial in node.partials],
        "parents": list(node.parents),
        "users": picture.users[node.id],
        "source": node.source,
        "group": node.group,
        "level": node.level,
        "below": node.below,
        "text": {
            "title": box.title,
            "whole": box.whole,
            "sign": sign_of(node),
            "value": box.value,
            "grad": box.gradient,
        },
        "box": picture.drawn_in.get(node.id),
        "x": None if placed is None else placed[0],
        "y": None if placed is None else placed[1],
        "w": None if placed is None else placed[2],
        "h": None if placed is None else placed[3],
    }


def group_record(graph: Graph, group: Group, picture: Picture) -> dict[str, Any]:
    """Write down one group, with the picture of its inside."""
    name = f"g{group.members[-1]}"
    x, y, width, height = picture.boxes[name]
    inside = None
    if len(graph.nodes) <= MOST_STEPPED:
        view = picture.inside(graph, group)
        inside = {
            "size": [view.width, view.height],
            "nodes": {str(node): list(placed) for node, placed in view.boxes.items()},
            "edges": view.edges,
        }
    return {
        "id": name,
        "label": group.label,
        "members": list(group.members),
        "x": x,
        "y": y,
        "w": width,
        "h": height,
        "view": inside,
    }


def note(graph: Graph) -> str | None:
    """Say what a picture leaves out."""
    said = [graph.listing.note] if graph.listing is not None and graph.listing.note else []
    if graph.cycles:
        child, parent = graph.cycles[0]
        said.append(
            f"The graph has a circle: {graph.nodes[child].label} was computed from "
            f"{graph.nodes[parent].label}, which was computed from it. That arrow is left out."
        )
    if len(graph.nodes) >= MAX_NODES:
        said.append(f"Only {MAX_NODES} nodes are shown: the graph goes on before them.")
    if len(graph.nodes) > MOST_STEPPED:
        said.append(
            f"{len(graph.nodes)} nodes are too many to step through: only the picture is shown."
        )
    return " ".join(said) or None
