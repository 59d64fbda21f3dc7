"""Programs as graphs: one that is traced once and run again, and one to look at."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from adlearn.compat.autograd.tracer import Node, toposort, trace
from adlearn.compat.autograd.util import subvals
from adlearn.compat.autograd.wrap_util import wraps
from adlearn.errors import NotANumber


class ConstGraphNode(Node):
    """A step that can be done again: `partial_fun` takes what the parents give."""

    __slots__ = ("parents", "partial_fun")

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        self.parents = parents
        self.partial_fun = lambda values: fun(
            *subvals(args, zip(parent_argnums, values, strict=True)), **kwargs
        )

    def initialize_root(self) -> None:
        self.parents = ()


def const_graph_unary(fun: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Trace a function of one argument at its first call, and afterwards run only its steps.

    Branches and loops stay as they were in the first call, and Python code is not run again.

    Examples
    --------
    >>> square = const_graph_unary(lambda x: print("traced") or x * x)
    >>> float(square(2.0)), float(square(3.0))
    traced
    (4.0, 9.0)
    """
    steps: list[ConstGraphNode] = []

    def from_graph(x: Any) -> Any:
        if not steps:
            end_value, end_node = trace(ConstGraphNode.new_root(), fun, x)
            if end_node is None:
                raise NotANumber(
                    "the output is independent of the input, so there is nothing to trace"
                )
            steps.extend(reversed(list(toposort(end_node))))
            return end_value
        values = {steps[0]: x}
        for step in steps[1:]:
            values[step] = step.partial_fun([values[parent] for parent in step.parents])
        return values[steps[-1]]

    return from_graph


def const_graph(fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[..., Any]:
    """The same for a function of several arguments, of which those given here are kept."""
    of_rest = functools.partial(fun, *args, **kwargs)
    from_graph = const_graph_unary(lambda rest: of_rest(*rest))
    return wraps(fun)(lambda *rest: from_graph(rest))


class FullGraphNode(Node):
    """A step with its value and its recipe: `(fun, args, kwargs, pairs of argnum and parent)`."""

    __slots__ = ("value", "recipe")

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        pairs = list(zip(parent_argnums, parents, strict=True))
        self.value, self.recipe = value, (fun, args, kwargs, pairs)

    def initialize_root(self) -> None:
        self.value, self.recipe = None, (lambda x: x, (), {}, [])


def full_graph(fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Give the last node of the graph of a call."""
    return trace(FullGraphNode.new_root(), lambda args: fun(*args, **kwargs), args)[1]


__all__ = ["ConstGraphNode", "FullGraphNode", "const_graph", "const_graph_unary", "full_graph"]
