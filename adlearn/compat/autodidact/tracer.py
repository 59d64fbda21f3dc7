"""Tracing: each step of a program becomes a node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.compat import boxes
from adlearn.compat.boxes import Box, getval, isbox, name_of, notrace_primitive, toposort
from adlearn.derivatives.own_rules import primitive
from adlearn.errors import NotANumber


class Node:
    """One step of a traced program.

    Attributes
    ----------
    value : ndarray or NumPy scalar
        What the step computed; None for the input.
    fun : callable or None
        The function that was called; None for the input.
    args, kwargs : tuple, dict
        What it was called with.
    argnums : tuple of int
        Which of the arguments depend on the input.
    parents : list of Node
        The steps that made those.
    recipe : tuple
        `(fun, value, args, kwargs, argnums)`.
    """

    __slots__ = ("value", "recipe", "parents")

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        self.value, self.parents = value, list(parents)
        self.recipe = (fun, value, args, kwargs, parent_argnums)

    def initialize_root(self) -> None:
        """Make this the node of an input."""
        self.value, self.parents, self.recipe = None, [], (None, None, (), {}, ())

    @classmethod
    def new_root(cls, *args: Any, **kwargs: Any) -> Node:
        """Make the node of an input."""
        root = object.__new__(cls)
        root.initialize_root(*args, **kwargs)
        return root

    @property
    def fun(self) -> Any:
        return self.recipe[0]

    @property
    def args(self) -> tuple[Any, ...]:
        return self.recipe[2]

    @property
    def kwargs(self) -> dict[str, Any]:
        return self.recipe[3]

    @property
    def argnums(self) -> tuple[int, ...]:
        return self.recipe[4]

    def __repr__(self) -> str:
        return f"Node({name_of(self.fun) if self.fun else 'input'}, value={self.value})"


def trace(start_node: Node, fun: Callable[[Any], Any], x: Any) -> tuple[Any, Node | None]:
    """Call a function and record its steps.

    Parameters
    ----------
    start_node : Node
        What `Node.new_root` made; it becomes the node of `x`.
    fun : callable
        Of one argument.
    x : array_like

    Returns
    -------
    end_value : array_like
    end_node : Node or None
        None if the output does not depend on `x`.

    Raises
    ------
    NotANumber
        If `x` is a list, tuple or dictionary.
    """
    if isinstance(x, (list, tuple, dict)):
        raise NotANumber(
            "autodidact differentiates by an array or a number, and this argument is a "
            f"{type(x).__name__}. Make an array of it, np.array(...), or an argument of each part, "
            "and say which with argnum; adlearn.grad takes lists, tuples and dicts."
        )
    start_node.value = x
    return boxes.trace(start_node, fun, x)


__all__ = [
    "Box",
    "Node",
    "getval",
    "isbox",
    "notrace_primitive",
    "primitive",
    "toposort",
    "trace",
]
