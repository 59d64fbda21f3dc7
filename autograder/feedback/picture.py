"""The expression of a failing case as a picture, with the first wrong message marked."""

from __future__ import annotations

from typing import Any

from adlearn.show.graph import Graph, Node
from adlearn.show.svg import draw
from autograder.feedback.words import clean
from autograder.language import say, template

#: Larger graphs are left to the sentence.
MOST_NODES = 24


def picture(place: dict[str, Any]) -> str:
    """Draw the place where a derivative goes wrong first.

    Parameters
    ----------
    place : dict
        As `autograder.asking.place.Truth.found` gives it; with ``right``, the boxes show what
        should be in them.

    Returns
    -------
    str
        An ``<svg>`` element; empty for a graph too large to read.
    """
    nodes: list[Node] = []
    ids: dict[str, int] = {}
    of_values = place["what"] == "value"
    for entry in place["nodes"]:
        parents = []
        for parent in entry["parents"]:
            if isinstance(parent, str):
                parents.append(ids[parent])
            else:
                nodes.append(Node(len(nodes), f"n{len(nodes)}", "constant", parent))
                parents.append(nodes[-1].id)
        ids[entry["name"]] = len(nodes)
        wanted = _short(entry["expected"]) if place.get("right") else None
        compared = wanted or _compared(entry["yours"], entry["expected"])
        nodes.append(
            Node(
                len(nodes),
                clean(entry["name"], 12),
                clean(entry["operation"], 12) if parents else "variable",
                compared if of_values else entry["value"],
                "" if of_values else compared,
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
    return draw(
        Graph(tuple(nodes), len(nodes) - 1), marks, title=say("The smallest case as a graph")
    )


_MARKED_EDGE = template(
    "The arrow with the cross is where it goes wrong first (messages go backward, against the "
    "arrows)."
)
_MARKED_BOX = template("The box with the cross is where it goes wrong first.")
_IN_EACH_BOX = template("In each box: the name, the value, and as `grad` the {what}.")
_AS_IT_SHOULD_BE = template(
    "In each box: the name, the value, and as `grad` the {what}, as it should be."
)
#: What boxes are compared by, where it is no derivative with respect to something.
_WHAT = (template("value"), template("gradient"))


def caption(place: dict[str, Any]) -> str:
    """Say how to read the picture."""
    text = say(_MARKED_EDGE if place["edge"] else _MARKED_BOX)
    if place["what"] != "value":
        named = say(clean(place["what"], 60))
        text += " " + say(_AS_IT_SHOULD_BE if place.get("right") else _IN_EACH_BOX, what=named)
    differing = next((e for e in place["nodes"] if _differs(e["yours"], e["expected"])), None)
    if differing is not None:
        mine, right = _short(differing["yours"]), _short(differing["expected"])
        text += " " + say(
            "`{yours} ≠ {right}` means that yours is {yours} and {right} is right.",
            yours=mine,
            right=right,
        )
    return text


def _differs(yours: Any, expected: Any) -> bool:
    return yours is not None and _short(yours) != _short(expected)


def _compared(yours: Any, expected: Any) -> Any:
    """Write yours, and what it should be where that differs."""
    if yours is None:
        return None
    return f"{_short(yours)} ≠ {_short(expected)}" if _differs(yours, expected) else _short(yours)


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, (int, float)) else clean(value, 8)
