"""Everything that shows a graph or a training run. It imports no engine: it reads whatever it is
given.

What needs more than text is imported when it is first used. The package itself can be called:
`adlearn.show(L)` displays a graph.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .adapters import register_adapter
from .graph import Graph, Node
from .sources import record_sources
from .structure import Reading
from .text import graph_print, graph_table
from .tree import graph_tree

if TYPE_CHECKING:
    from .snapshots import Snapshot, snapshot

__all__ = [
    "Graph",
    "Node",
    "Reading",
    "Snapshot",
    "film",
    "film_of",
    "graph_print",
    "graph_table",
    "graph_tree",
    "inspect",
    "plot_boundary",
    "plot_costs",
    "plot_descent",
    "plot_difference_error",
    "plot_digits",
    "plot_jacobians",
    "plot_progress",
    "plot_training",
    "record",
    "record_sources",
    "register_adapter",
    "show",
    "snapshot",
]

#: Where the names are that are imported when they are first asked for.
LATER = {
    "Snapshot": "snapshots",
    "snapshot": "snapshots",
    "show": "stepper",
    "Shown": "stepper",
    "inspect": "inspecting",
    "record": "recorded",
    "film": "films",
    "film_of": "films",
    "plot_boundary": "plots",
    "plot_training": "plots",
    "plot_progress": "plots",
    "plot_difference_error": "differences",
    "plot_digits": "digits",
    "plot_descent": "descent",
    "plot_jacobians": "jacobians",
    "plot_costs": "costs",
}


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f".{LATER[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *LATER})


class CallablePackage(ModuleType):
    """A package that can be called: `adlearn.show` is both the folder and the function."""

    def __call__(
        self, *outputs: Any, names: Mapping[str, Any] | None = None, mode: str = "reverse"
    ) -> Any:
        """Show what an output was computed from; see `adlearn.show.stepper.show`."""
        from .naming import variables_of
        from .stepper import show

        known = variables_of(sys._getframe(1)) if names is None else names
        return show(*outputs, names=known, mode=mode)


sys.modules[__name__].__class__ = CallablePackage
