"""A graph as a file: a page, a picture, text, or data."""

from __future__ import annotations

import json
from pathlib import Path

from .graph import Graph
from .svg import describe
from .text import graph_table


def page_of(graph: Graph) -> str:
    """Make a page on which a graph can be stepped through."""
    from .html import fragment, page
    from .stepper import first_step, picture_of

    title = graph.nodes[graph.output].label
    traits = {
        "picture": picture_of({title: graph}),
        "mode": "reverse",
        "step": first_step(graph),
        "layer": 0,
        "selected": "",
    }
    said = f"{describe(graph)} As text: {graph_table(graph, 60)}"
    return page(fragment(traits, graph.to_svg(), said), title)


def data(graph: Graph) -> str:
    """Write a graph as JSON; see `adlearn.show.record`."""
    from .recorded import record

    return json.dumps(record(graph), allow_nan=False, ensure_ascii=False)


WRITERS = {
    ".svg": Graph.to_svg,
    ".html": Graph.to_html,
    ".dot": Graph.to_dot,
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
