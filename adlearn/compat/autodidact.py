"""The names that a lecture on reverse mode explains with autodidact, over this engine.

autodidact has three parts, and so has this module: tracing a program (`trace`, `Node`), the rules
(`primitive`, `defvjp`, `primitive_vjps`) and the walk backward (`toposort`, `backward_pass`). A
`Node` is a view of a tensor of our engine. The lecture's own text of `backward_pass` runs on it
unchanged; the one here leaves the walk to `adlearn.tensors.reverse`.

    from adlearn.compat.autodidact import grad, numpy as np
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from adlearn import numpy
from adlearn.derivatives import own_rules as extend
from adlearn.derivatives.own_rules import OpenPrimitive, primitive
from adlearn.derivatives.trace import differentiable
from adlearn.errors import MissingRule
from adlearn.nesting import LEVELS
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.node import Tensor, variable
from adlearn.tensors.outputs import Parts
from adlearn.tensors.primitive import ArrayPrimitive, value_of
from adlearn.tensors.reverse import Walk, check_cotangent

__all__ = [
    "Node",
    "add_outgrads",
    "backward_pass",
    "defvjp",
    "grad",
    "make_vjp",
    "numpy",
    "primitive",
    "primitive_vjps",
    "subval",
    "toposort",
    "trace",
]


class Node:
    """One step of a traced program.

    Attributes
    ----------
    value : ndarray or NumPy scalar
        What the step computed.
    fun : callable or None
        The primitive; None for the input.
    args, kwargs : tuple, dict
        What it was called with.
    parents : list of Node
        The steps among its arguments that depend on the input.
    recipe : tuple
        `(fun, value, args, kwargs, argnums)`, where `argnums` are the places of the parents.
    """

    __slots__ = ("tensor", "root", "outer")

    def __init__(self, tensor: Any, root: Any, outer: bool) -> None:
        self.tensor, self.root, self.outer = tensor, root, outer

    @classmethod
    def new_root(cls) -> Node:
        """Make the node of an input; `trace` gives it its value."""
        return cls(None, None, False)

    def seen(self, tensor: Tensor) -> Any:
        """The value of a step; while an outer derivative is computed, with its derivative."""
        return tensor if self.outer else tensor.data

    @property
    def value(self) -> Any:
        return value_of(self.tensor)

    @property
    def fun(self) -> Any:
        return None if self.tensor is self.root else self.tensor._primitive

    @property
    def args(self) -> tuple[Any, ...]:
        if self.tensor is self.root:
            return ()
        return tuple(self.seen(a) if self.follows(a) else a for a in self.tensor._args)

    @property
    def kwargs(self) -> dict[str, Any]:
        return dict(self.tensor._kwargs or {})

    @property
    def argnums(self) -> tuple[int, ...]:
        if self.tensor is self.root:
            return ()
        return tuple(i for i, a in enumerate(self.tensor._args) if self.follows(a))

    @property
    def parents(self) -> list[Node]:
        return [Node(self.tensor._args[i], self.root, self.outer) for i in self.argnums]

    @property
    def recipe(self) -> tuple[Any, ...]:
        return self.fun, self.seen(self.tensor), self.args, self.kwargs, self.argnums

    def follows(self, argument: Any) -> bool:
        """Say whether an argument belongs to this trace."""
        return isinstance(argument, Tensor) and argument._level >= self.root._level

    # Views of one tensor are one node.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.tensor is other.tensor

    def __hash__(self) -> int:
        return hash(self.tensor)

    def __repr__(self) -> str:
        return f"Node({getattr(self.fun, 'name', 'input')}, value={self.value})"


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
    """
    root = variable(differentiable(x, "the trace of", fun), next(LEVELS))
    start_node.tensor = start_node.root = root
    output = fun(root)
    if not isinstance(output, Tensor) or output._level < root._level:
        return output, None
    start_node.outer = Walk(output, (root,), root._level).outer
    end_node = Node(output, root, start_node.outer)
    return end_node.seen(output), end_node


def toposort(end_node: Node) -> Iterator[Node]:
    """Give the steps from the end to the input, each before the steps it was computed from.

    Examples
    --------
    >>> _, end = trace(Node.new_root(), lambda x: numpy.exp(x) * x, 0.0)
    >>> [node.fun.name if node.fun else "input" for node in toposort(end)]
    ['multiply', 'exp', 'input']
    """
    root = end_node.root
    order = Walk(end_node.tensor, (root,), root._level).order
    reaches = {root}
    for tensor in reversed(order):
        if any(isinstance(a, Tensor) and a in reaches for a in tensor._args or ()):
            reaches.add(tensor)
    for tensor in order:
        if tensor in reaches:
            yield Node(tensor, root, end_node.outer)
    if root in reaches:
        yield Node(root, root, end_node.outer)


def backward_pass(g: Any, end_node: Node) -> Any:
    """Walk from the end of a trace to its input.

    Parameters
    ----------
    g : array_like
        The cotangent of the end, of its shape.
    end_node : Node

    Returns
    -------
    array_like
        The cotangent of the input.
    """
    root = end_node.root
    g = check_cotangent(g, end_node.tensor)
    (found,) = Walk(end_node.tensor, (root,), root._level).pull(g)
    return numpy.zeros_like(value_of(root)) if found is None else found


def make_vjp(fun: Callable[[Any], Any], x: Any) -> tuple[Callable[[Any], Any], Any]:
    """Trace a function at a point.

    Parameters
    ----------
    fun : callable
        Of one argument.
    x : array_like

    Returns
    -------
    vjp : callable
        Takes a cotangent of the output and gives that of `x`.
    end_value : array_like
        What `fun` returned.

    Examples
    --------
    >>> vjp, end_value = make_vjp(lambda x: x * x, 3.0)
    >>> float(end_value), float(vjp(1.0))
    (9.0, 6.0)
    """
    start_node = Node.new_root()
    end_value, end_node = trace(start_node, fun, x)
    if end_node is None:
        return (lambda g: numpy.zeros_like(start_node.value)), end_value
    return (lambda g: backward_pass(g, end_node)), end_value


def grad(fun: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the gradient of the (sum of the) output.

    Examples
    --------
    >>> float(grad(grad(lambda x: numpy.sin(x) * x))(0.0))
    2.0
    """

    def gradfun(*args: Any, **kwargs: Any) -> Any:
        vjp, answer = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(numpy.ones(numpy.shape(value_of(answer))))

    return gradfun


def subval(x: Sequence[Any], i: int, v: Any) -> tuple[Any, ...]:
    """Give a tuple with another value in one place."""
    changed = list(x)
    changed[i] = v
    return tuple(changed)


def defvjp(fun: Any, *vjps: Any, argnums: Sequence[int] | None = None) -> None:
    """Say how cotangents are pulled back through a primitive, with autodidact's signature.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    *vjps : callable or None
        One per argument: `vjp(g, ans, *args)` gives the cotangent of that argument. What
        broadcasting added is summed out. None: the derivative by it is zero.
    argnums : sequence of int, optional
        Which arguments they are for; the first ones by default.

    Raises
    ------
    MissingRule
        If `fun` was not made by `primitive`. NumPy's functions have their rules already.

    Examples
    --------
    >>> @primitive
    ... def cube(x):
    ...     return x**3
    >>> defvjp(cube, lambda g, ans, x: 3 * x**2 * g)
    >>> float(grad(cube)(2.0))
    12.0
    """
    if not isinstance(fun, OpenPrimitive):
        name = getattr(fun, "name", getattr(fun, "__name__", "this function"))
        raise MissingRule(
            f"{name} takes no rule: it was not made by primitive. Write own = primitive({name}), "
            "and defvjp(own, ...)."
        )
    for argnum, vjp in zip(argnums or range(len(vjps)), vjps, strict=False):
        extend.defvjp(fun, None if vjp is None else maker_of(vjp, argnum), argnums=(argnum,))


def maker_of(vjp: Callable[..., Any], argnum: int) -> Callable[..., Any]:
    """Turn `vjp(g, ans, *args)` into the engine's form, a function that gives a function of g."""

    def maker(ans: Any, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
        return lambda g: unbroadcast(
            vjp(g, ans, *args, **kwargs), numpy.shape(value_of(args[argnum]))
        )

    return maker


class Rules:
    """`primitive_vjps[fun][argnum]` is the function `(g, ans, *args)` of that argument."""

    def __init__(self, fun: ArrayPrimitive | None = None) -> None:
        self.fun = fun

    def __getitem__(self, key: Any) -> Any:
        fun = self.fun
        if fun is None:
            return Rules(key)

        def vjp(g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(g, Parts):
                g = g.filled(value_of(ans))
            pulled = fun.pull(key, g, ans, *args, **kwargs)
            if fun.broadcasts:
                return unbroadcast(pulled, numpy.shape(value_of(args[key])))
            return pulled

        return vjp


primitive_vjps = Rules()


def add_outgrads(prev_g: Any, g: Any) -> Any:
    """Add a cotangent to those that came before, if any did."""
    return g if prev_g is None else prev_g + g
