"""Everything that shows a graph or a training run. It imports no engine: it reads whatever it is
given."""

from .graph import Graph, Node, snapshot
from .plots import plot_boundary, plot_training
from .text import graph_print, graph_table

__all__ = [
    "Graph",
    "Node",
    "graph_print",
    "graph_table",
    "plot_boundary",
    "plot_training",
    "snapshot",
]
