"""`snapshot`: a graph that displays itself in a notebook, and can be drawn and saved.

The data is `adlearn.show.graph`, the drawing is in the modules imported here; this is the one place
that knows both.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .dot import write_dot
from .graph import Graph
from .html import still
from .naming import graph_called, variables_of
from .page import page_of, write_file
from .svg import draw, in_text
from .text import SHOWN_ROWS, graph_table


class Snapshot(Graph):
    """What `snapshot` returns: a `Graph` with every way to draw it at hand."""

    __slots__ = ()

    @classmethod
    def of(cls, graph: Graph) -> Snapshot:
        """Take over plain data."""
        return cls(graph.nodes, graph.output, graph.cycles, graph.listing)

    def to_svg(self, **options: Any) -> str:
        """Draw the graph; see `adlearn.show.svg.draw`."""
        return draw(self, **options)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def _repr_html_(self) -> str:
        return still(self.to_svg(), in_text(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the table where IPython shows text, such as a terminal."""
        printer.text(str(self))

    def __str__(self) -> str:
        return graph_table(self, SHOWN_ROWS)

    def to_dot(self) -> str:
        """Write the graph in the language of Graphviz."""
        return write_dot(self)

    def to_html(self) -> str:
        """Make a page of its own, with all steps and with no need of a network."""
        return page_of(self)

    def save(self, path: str | Path) -> Path:
        """Write the graph to a file; the ending says how: .svg, .html, .dot, .json or .txt.

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
        return write_file(self, Path(path))


def snapshot(output: Any, names: Mapping[str, Any] | None = None) -> Snapshot:
    """Take a snapshot of everything an output was computed from.

    Parameters
    ----------
    output : object
        A node of any engine, or of a class of your own: anything with `value` and `parents`. A
        bare number makes a graph of one constant.
    names : mapping of str to object, optional
        What to call the nodes; the variables of the caller by default.

    Returns
    -------
    Snapshot
        Each node once, however often it is used. In a notebook it is a picture, printed it is a
        table.

    See Also
    --------
    adlearn.show.register_adapter : teach it one more engine.

    Examples
    --------
    >>> class Number:
    ...     def __init__(self, value, *parents):
    ...         self.value, self.parents = value, parents
    >>> a = Number(3)
    >>> [node.value for node in snapshot(Number(9, a, a)).nodes]
    [3, 9]
    """
    known = variables_of(sys._getframe(1)) if names is None else names
    return Snapshot.of(graph_called(output, known))
