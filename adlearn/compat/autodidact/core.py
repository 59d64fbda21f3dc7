"""The rules, and the walk backward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy

from adlearn.compat.autodidact.tracer import Node, primitive, toposort, trace
from adlearn.compat.boxes import Packed, Part, function_of, name_of, pull_by_engine
from adlearn.derivatives import own_rules
from adlearn.derivatives.own_rules import OpenPrimitive
from adlearn.errors import MissingRule, WrongShape
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.primitive import value_of
from adlearn.tensors.reverse import check_cotangent

Vjp = Callable[..., Any]


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
    end_value, end_node = trace(Node.new_root(), fun, x)
    if end_node is None:
        return (lambda g: numpy.zeros_like(value_of(x))), end_value
    return (lambda g: backward_pass(g, end_node)), end_value


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
    outgrad = check_cotangent(g, end_node.value) if end_node.parents else g
    outgrads = {end_node: outgrad}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents, strict=True):
            parent_grad = primitive_vjps[fun][argnum](outgrad, value, *args, **kwargs)
            outgrads[parent] = add_outgrads(outgrads.get(parent), parent_grad)
    return outgrad


def add_outgrads(prev_g: Any, g: Any) -> Any:
    """Add a cotangent to those that came before, if any did."""
    return g if prev_g is None else prev_g + g


# The rules


class Rules(dict[int, Vjp]):
    """The rules of one function, by argument: the engine's, where nobody gave another."""

    def __init__(self, fun: Any) -> None:
        super().__init__()
        self.fun = fun

    def __missing__(self, argnum: int) -> Vjp:
        if isinstance(self.fun, OpenPrimitive) and argnum not in self.fun.makers:
            raise MissingRule(
                f"{name_of(self.fun)} has no rule by its argument number {argnum}. Add one: "
                f"{form_of(self.fun, f', argnums=({argnum},)')}."
            )
        return lambda g, ans, *args, **kwargs: pull_by_engine(
            self.fun, (argnum,), ans, args, kwargs
        )(g)[0]


class Table(dict[Any, Rules]):
    """`primitive_vjps[fun][argnum]` is the function `(g, ans, *args)` of that argument."""

    def __getitem__(self, fun: Any) -> Rules:
        return super().__getitem__(function_of(fun))

    def __setitem__(self, fun: Any, rules: dict[int, Vjp]) -> None:
        kept = Rules(fun)
        kept.update(rules)
        super().__setitem__(function_of(fun), kept)

    def __delitem__(self, fun: Any) -> None:
        super().__delitem__(function_of(fun))

    def __missing__(self, fun: Any) -> Rules:
        if isinstance(fun, Packed | Part):  # what one step was made of is not kept
            return Rules(fun)
        self[fun] = {}
        return self[fun]


primitive_vjps = Table()


def defvjp(fun: Any, *vjps: Vjp | None, argnums: Sequence[int] | None = None) -> None:
    """Say how cotangents are pulled back through a function of NumPy, or through a primitive.

    Parameters
    ----------
    fun : callable
        What `primitive` made, or a function of `adlearn.compat.autodidact.numpy`.
    *vjps : callable or None
        One per argument: `vjp(g, ans, *args)` gives the cotangent of that argument. What
        broadcasting added is summed out. None: the derivative by it is zero.
    argnums : sequence of int, optional
        Which arguments they are for; the first ones by default.

    Raises
    ------
    WrongShape
        In the walk: if what a rule gives has not the shape of its argument.
    MissingRule
        In the walk: if it gives a function, as rules of autograd do.

    Examples
    --------
    >>> from adlearn.compat.autodidact import grad
    >>> @primitive
    ... def cube(x):
    ...     return x**3
    >>> defvjp(cube, lambda g, ans, x: 3 * x**2 * g)
    >>> float(grad(cube)(2.0))
    12.0
    """
    for argnum, vjp in zip(range(len(vjps)) if argnums is None else argnums, vjps, strict=False):
        rule = rule_in_shape(fun, vjp, argnum)
        primitive_vjps[fun][argnum] = rule
        if isinstance(fun, OpenPrimitive):  # for adlearn.grad as well
            own_rules.defvjp(fun, maker_of(rule), argnums=(argnum,))


def rule_in_shape(fun: Any, vjp: Vjp | None, argnum: int) -> Vjp:
    """Make a rule that sums out what broadcasting added."""

    def rule(g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        shape = numpy.shape(value_of(args[argnum]))
        if vjp is None:
            return numpy.zeros(shape)
        try:
            pulled = vjp(g, ans, *args, **kwargs)
        except TypeError as error:
            error.add_note(f"In a rule of {name_of(fun)}, which is written {form_of(fun)}.")
            raise
        if callable(pulled):  # as rules of autograd are written
            raise MissingRule(
                f"a rule of {name_of(fun)} gave a function, where the cotangent of argument "
                f"{argnum} is needed. Write it {form_of(fun)}."
            )
        have = numpy.shape(value_of(pulled))
        if have != shape and have != numpy.shape(value_of(ans)):
            raise WrongShape(
                f"the rule of {name_of(fun)} for argument {argnum} gave the shape {have}; the "
                f"argument has shape {shape}. Give one number for each of its elements."
            )
        return unbroadcast(pulled, shape)

    return rule


def form_of(fun: Any, more: str = "") -> str:
    """Say how a rule is given."""
    return f"defvjp({name_of(fun)}, lambda g, ans, *args: ...{more})"


def maker_of(rule: Vjp) -> Callable[..., Any]:
    """Turn `rule(g, ans, *args)` into the engine's form, a function that gives a function of g."""
    return lambda ans, *args, **kwargs: lambda g: rule(g, ans, *args, **kwargs)


__all__ = [
    "add_outgrads",
    "backward_pass",
    "defvjp",
    "make_vjp",
    "primitive",
    "primitive_vjps",
]
