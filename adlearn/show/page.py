"""A graph as a file: a page, a picture, text, or data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .dot import write_dot
from .graph import Graph
from .html import fragment, page
from .player import traits_of
from .recorded import record
from .svg import draw, in_text
from .text import graph_table


def page_of(graph: Graph) -> str:
    """Make a page on which a graph can be stepped through."""
    title = graph.nodes[graph.output].label
    return page(fragment(traits_of({title: graph}), draw(graph), in_text(graph)), title)


def data(graph: Graph) -> str:
    """Write a graph as JSON; see `adlearn.show.record`."""
    return json.dumps(record(graph), allow_nan=False, ensure_ascii=False)


WRITERS: dict[str, Callable[[Graph], str]] = {
    ".svg": draw,
    ".html": page_of,
    ".dot": write_dot,
    ".json": data,
    ".txt": graph_table,
}


def write_file(graph: Graph, path: Path) -> Path:
    """Write a graph in the form that the ending of a file's name asks for."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ValueError(
            f"cannot write a graph to {path.name!r}: the ending says how, and must be one of "
            f"{', '.join(WRITERS)}."
        )
    path.write_text(writer(graph), encoding="utf-8")
    return path
