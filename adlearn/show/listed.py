"""The lines of a program as data, for what shows them beside its graph."""

from __future__ import annotations

from typing import Any

from .graph import Graph, Row
from .steps import Step

#: Beyond this many lines in a column those in the middle are left out.
MOST_LINES = 400


def lines_of(graph: Graph) -> dict[str, Any] | None:
    """Write down the lines of the program that a graph is of.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    dict or None
        `forward` and `reverse`, lists of `name, right, node, shape`, where a line that is a number
        stands for as many lines that are left out; and `holds`, as long as what the program holds.
    """
    listing = graph.listing
    if listing is None:
        return None
    return {
        "forward": rows_of(listing.forward),
        "reverse": rows_of(listing.reverse),
        "holds": list(listing.holds),
    }


def rows_of(rows: tuple[Row, ...]) -> list[Any]:
    """Write down a column; of a long one the beginning and the end."""
    left_out = len(rows) - MOST_LINES
    if left_out <= 0:
        return [row_record(row) for row in rows]
    half = MOST_LINES // 2
    return [*map(row_record, rows[:half]), left_out, *map(row_record, rows[-half:])]


def row_record(row: Row) -> dict[str, Any]:
    """Write down one line."""
    shape = str(row.shape) if row.shape else ""
    return {"name": row.name, "right": row.right, "node": row.node, "shape": shape}


def in_turn(graph: Graph, forward: list[Step], reverse: list[Step]) -> dict[str, list[Step]]:
    """Put the values that are computed from a derivative after it."""
    later = graph.listing.later if graph.listing is not None else frozenset()
    return {
        "forward": [step for step in forward if step["node"] not in later],
        "reverse": reverse + [step for step in forward if step["node"] in later],
    }
