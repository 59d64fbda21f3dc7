"""The expression of a failing case as a picture, with the first wrong message marked."""

from __future__ import annotations

from typing import Any

from adlearn.show.graph import Graph, Node
from adlearn.show.svg import draw
from autograder.feedback.words import clean

#: Larger graphs are left to the sentence.
MOST_NODES = 24


def picture(place: dict[str, Any]) -> str:
    """Draw the place where a derivative goes wrong first.

    Parameters
    ----------
    place : dict
        As `autograder.localize.Place.found` gives it.

    Returns
    -------
    str
        An ``<svg>`` element; empty for a graph too large to read.
    """
    nodes: list[Node] = []
    ids: dict[str, int] = {}
    for entry in place["nodes"]:
        parents = []
        for parent in entry["parents"]:
            if isinstance(parent, str):
                parents.append(ids[parent])
            else:
                nodes.append(Node(len(nodes), f"n{len(nodes)}", "constant", parent))
                parents.append(nodes[-1].id)
        ids[entry["name"]] = len(nodes)
        nodes.append(
            Node(
                len(nodes),
                clean(entry["name"], 12),
                clean(entry["operation"], 12) if parents else "variable",
                entry["value"],
                _derivative(entry["yours"], entry["expected"]),
                partials=(None,) * len(parents),
                parents=tuple(parents),
            )
        )
    if len(nodes) > MOST_NODES:
        return ""
    reason = clean(place["sentence"], 400)
    if place["edge"]:
        sender, receiver = place["edge"]
        marks: dict[Any, str] = {(ids[sender], ids[receiver]): reason}
    else:
        marks = {ids[place["node"]]: reason}
    return draw(Graph(tuple(nodes), len(nodes) - 1), marks, title="The smallest case as a graph")


def _derivative(yours: Any, expected: Any) -> Any:
    """Write yours, and what it should be where that differs."""
    if yours is None:
        return None
    mine, right = _short(yours), _short(expected)
    return mine if mine == right else f"{mine} ≠ {right}"


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, (int, float)) else clean(value, 8)
