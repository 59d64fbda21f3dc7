"""Parameters as one vector, optimisers, fixed points, graphs."""

from adlearn.compat.autograd.misc.flatten import flatten
from adlearn.compat.autograd.misc.tracers import const_graph

__all__ = ["const_graph", "flatten"]
