"""The two modes as classes of nodes, and how rules are given.

`grad` and its relatives do not use these nodes: they have the engine's own. They are here for
programs that trace by themselves, and for values of your own types (`Box.register`,
`VSpace.register`), of which the engine knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from adlearn.compat.autograd.tracer import (
    Node,
    getval,
    isbox,
    primitive,
    toposort,
    trace,
)
from adlearn.compat.autograd.vector_spaces import VSpace, vspace
from adlearn.compat.boxes import Box, function_of, pull_by_engine, push_by_engine
from adlearn.derivatives import own_rules, transforms
from adlearn.derivatives.own_rules import OpenPrimitive, defjvp, defvjp

# Reverse mode


class VJPNode(Node):
    """A node of reverse mode: `vjp` gives the cotangents of the parents for that of the value."""

    __slots__ = ("parents", "vjp")

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        self.parents = parents
        self.vjp = primitive_vjps[fun](parent_argnums, value, args, kwargs)

    def initialize_root(self) -> None:
        self.parents, self.vjp = (), lambda g: ()


def backward_pass(g: Any, end_node: Any) -> Any:
    """Walk from the end of a trace of `VJPNode` to its input; give the cotangent of that."""
    arrived = {end_node: g}
    for node in toposort(end_node):
        g = arrived.pop(node)
        for parent, message in zip(node.parents, node.vjp(g), strict=True):
            arrived[parent] = summed(arrived.get(parent), message)
    return g


def summed(before: Any, g: Any) -> Any:
    """Add a cotangent to those that came before, if any did."""
    return g if before is None else vspace(g).add(before, g)


def make_vjp(fun: Callable[[Any], Any], x: Any) -> tuple[Callable[[Any], Any], Any]:
    """Give the function that pulls cotangents back to `x`, and the output."""
    if is_of_own_type(x):
        end_value, end_node = trace(VJPNode.new_root(), fun, x)
        if end_node is None:
            return (lambda g: vspace(x).zeros()), end_value
        return (lambda g: backward_pass(g, end_node)), end_value
    output, pull = transforms.vjp(fun, x)
    return (lambda g: pull(g)[0]), output


def is_of_own_type(x: Any) -> bool:
    """Say whether a value is of a type that somebody registered a box for."""
    return type(getval(x)) in Box.type_mappings


# Forward mode


class JVPNode(Node):
    """A node of forward mode: `g` is the tangent of the value."""

    __slots__ = ("g",)

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        tangents = [parent.g for parent in parents]
        self.g = primitive_jvps[fun](parent_argnums, tangents, value, args, kwargs)

    def initialize_root(self, g: Any) -> None:
        self.g = g


def make_jvp(fun: Callable[[Any], Any], x: Any) -> Callable[[Any], Any]:
    """Give the function that takes a tangent of `x` to the output and its tangent."""
    if not is_of_own_type(x):
        return lambda v: transforms.jvp(fun, (x,), (v,))

    def push(v: Any) -> tuple[Any, Any]:
        end_value, end_node = trace(JVPNode.new_root(v), fun, x)
        return end_value, vspace(end_value).zeros() if end_node is None else end_node.g

    return push


# Rules


class RuleTable(dict[Any, Any]):
    """Function -> how it is differentiated by several of its arguments at once.

    What is put here for a function of NumPy's holds for the nodes of this module. `grad` and its
    relatives have the engine's rules for those.
    """

    def __init__(self, give: Callable[[Any, Any], None], otherwise: Callable[..., Any]) -> None:
        super().__init__()
        self.give, self.otherwise = give, otherwise

    def __setitem__(self, fun: Any, rule: Any) -> None:
        if isinstance(fun, OpenPrimitive):
            self.give(fun, rule)
        else:
            super().__setitem__(function_of(fun), rule)

    def __getitem__(self, fun: Any) -> Any:
        return super().__getitem__(function_of(fun))

    def pop(self, fun: Any, *otherwise: Any) -> Any:
        """Take a rule away, so that the engine's holds again."""
        return super().pop(function_of(fun), *otherwise)

    def __missing__(self, fun: Any) -> Any:
        return lambda argnums, *rest: self.otherwise(fun, argnums, *rest)


class EveryArgument(dict[int, Any]):
    """A table that makes the rule of any argument when asked for it."""

    def __init__(self, rule_of: Callable[[int], Any]) -> None:
        super().__init__()
        self.rule_of = rule_of

    def __contains__(self, argnum: object) -> bool:
        return True

    def __missing__(self, argnum: int) -> Any:
        return self.rule_of(argnum)


def defvjp_argnums(fun: Any, maker: Callable[..., Any]) -> None:
    """Say how cotangents are pulled back, for any selection of the arguments.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    maker : callable
        `maker(argnums, ans, args, kwargs)` gives a function of the cotangent, which gives the
        cotangents of those arguments.
    """

    def of_one(argnum: int) -> Callable[..., Any]:
        def pull_maker(ans: Any, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
            pull = maker((argnum,), ans, args, kwargs)
            return lambda g: next(iter(pull(g)))

        return pull_maker

    own_rules.open_primitive(fun).makers = EveryArgument(of_one)


def defvjp_argnum(fun: Any, maker: Callable[..., Any]) -> None:
    """Say how cotangents are pulled back, for all arguments at once.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    maker : callable
        `maker(argnum, ans, args, kwargs)` gives a function of the cotangent.
    """
    own_rules.open_primitive(fun).makers = EveryArgument(
        lambda argnum: lambda ans, *args, **kwargs: maker(argnum, ans, args, kwargs)
    )


def defjvp_argnums(fun: Any, rule: Callable[..., Any]) -> None:
    """Say how tangents are pushed forward, for any selection of the arguments.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    rule : callable
        `rule(argnums, gs, ans, args, kwargs)` gives the tangent of the answer.
    """
    defjvp_argnum(fun, lambda argnum, g, *rest: rule((argnum,), (g,), *rest))


def defjvp_argnum(fun: Any, rule: Callable[..., Any]) -> None:
    """Say how tangents are pushed forward, for all arguments at once.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    rule : callable
        `rule(argnum, g, ans, args, kwargs)` gives the tangent of the answer.
    """
    own_rules.open_primitive(fun).pushers = EveryArgument(
        lambda argnum: lambda g, ans, *args, **kwargs: rule(argnum, g, ans, args, kwargs)
    )


def def_linear(fun: Any) -> None:
    """Say that a primitive is linear in each argument: forward mode is the function itself."""
    defjvp_argnum(
        fun,
        lambda argnum, g, ans, args, kwargs: fun(*args[:argnum], g, *args[argnum + 1 :], **kwargs),
    )


primitive_vjps = RuleTable(defvjp_argnums, pull_by_engine)
primitive_jvps = RuleTable(defjvp_argnums, push_by_engine)


def sum_outgrads(gs: Sequence[Any]) -> Any:
    """Add up cotangents, or tangents, of one space."""
    return reduce(summed, gs, None)


__all__ = [
    "JVPNode",
    "VJPNode",
    "VSpace",
    "backward_pass",
    "def_linear",
    "defjvp",
    "defjvp_argnum",
    "defjvp_argnums",
    "defvjp",
    "defvjp_argnum",
    "defvjp_argnums",
    "getval",
    "isbox",
    "make_jvp",
    "make_vjp",
    "primitive",
    "primitive_jvps",
    "primitive_vjps",
    "sum_outgrads",
    "toposort",
    "trace",
    "vspace",
]
