"""`show`: a graph to step through, as a plain object that notebooks, pages and terminals display.

It holds the same thing three times: HTML with a script and no need of a kernel or the network, a
picture, and text. Whatever displays it takes the richest it can.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from .html import fragment, page
from .layers import layered, titled
from .naming import variables_of
from .player import checked_mode, traits_of, why_not
from .snapshots import Snapshot
from .svg import in_text
from .text import SHOWN_ROWS, graph_table


class Shown:
    """What `show` returns: displays itself, and can be saved.

    Attributes
    ----------
    graphs : dict of {str: Snapshot}
        The snapshots of all layers by their titles.
    note : str
        What could not be shown, and the remedy; empty if nothing is missing.
    mode : str
        What is played first: `reverse`, `forward` or `wrong`.
    """

    def __init__(self, graphs: dict[str, Snapshot], note: str = "", mode: str = "reverse") -> None:
        self.graphs = graphs
        self.note = note
        self.mode = mode

    @property
    def graph(self) -> Snapshot:
        """The snapshot of the first layer."""
        return next(iter(self.graphs.values()))

    def to_html(self) -> str:
        """Write it as a piece of HTML with everything inside: style, script and numbers."""
        note = "".join(f"<p>{escape(line, quote=False)}</p>" for line in self.note.splitlines())
        traits = traits_of(self.graphs, self.mode)
        return note + fragment(traits, self.graph.to_svg(), in_text(self.graph))

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
            (f"{title}\n" if len(self.graphs) > 1 else "") + graph_table(graph, SHOWN_ROWS)
            for title, graph in self.graphs.items()
        ]
        return "\n\n".join([*([self.note] if self.note else []), *tables])


def show(*outputs: Any, names: Mapping[str, Any] | None = None, mode: str = "reverse") -> Shown:
    """Show what an output was computed from, and step through its derivative.

    Parameters
    ----------
    *outputs : object
        Nodes: ours, of a class of your own, or of another library; or programs (`adlearn.program`),
        whose lines then stand beside the graph. Several are layers of one
        display. Gradients that are nodes themselves, as `backward(create_graph=True)` makes
        them, become layers too.
    names : mapping of str to object, optional
        What to call the nodes; the variables of the caller by default.
    mode : {'reverse', 'forward', 'wrong'}, optional
        What the player opens with: reverse mode, forward mode, or reverse mode in an order in
        which a node passes its gradient on too early. The reader can choose another. Where a graph
        does not have the mode, it opens in reverse mode and says so.

    Returns
    -------
    Shown
        Displays itself in a notebook; `save("graph.html")` writes a page.

    Raises
    ------
    TypeError
        If nothing is given, or something that is no node.
    ValueError
        If there is no such mode.

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
    checked_mode(mode)
    known = variables_of(sys._getframe(1)) if names is None else dict(names)
    graphs = layered(titled(outputs, known), known)
    return Shown(graphs, why_not(next(iter(graphs.values())), mode), mode)
