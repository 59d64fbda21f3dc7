"""Tracing: how a program's steps become nodes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

from adlearn.compat import boxes
from adlearn.compat.autograd.vector_spaces import vspace
from adlearn.compat.boxes import (
    UNTRACED,
    boxed as new_box,
    function_of,
    getval,
    isbox,
    notrace_primitive,
    toposort,
    trace,
)
from adlearn.derivatives.own_rules import OpenPrimitive, defvjp
from adlearn.tensors.primitive import Traced


class Node:
    """The base of nodes of your own: what `trace` makes of each step.

    A subclass has two methods: the constructor, which gets what a step computed and from what, and
    `initialize_root`, which makes the node of the input.

    Examples
    --------
    >>> class Depth(Node):
    ...     def __init__(self, value, fun, args, kwargs, parent_argnums, parents):
    ...         self.depth = 1 + max(parent.depth for parent in parents)
    ...     def initialize_root(self):
    ...         self.depth = 0
    >>> trace(Depth.new_root(), lambda x: (x * x + x) * x, 2.0)[1].depth
    3
    """

    __slots__ = ()

    def __init__(
        self, value: Any, fun: Any, args: Any, kwargs: Any, parent_argnums: Any, parents: Any
    ) -> None:
        raise NotImplementedError("a class of nodes says itself what it keeps of a step")

    def initialize_root(self, *args: Any, **kwargs: Any) -> None:
        """Make this the node of an input."""
        raise NotImplementedError("a class of nodes says itself how the node of the input begins")

    @classmethod
    def new_root(cls, *args: Any, **kwargs: Any) -> Any:
        """Make the node of an input; the arguments are for `initialize_root`."""
        root = object.__new__(cls)
        root.initialize_root(*args, **kwargs)
        return root


class AnyBox(type):
    """The type of `Box`: every traced value of the engine is one, whatever its class."""

    def __instancecheck__(cls, thing: Any) -> bool:
        return isinstance(thing, Traced) if cls is Box else super().__instancecheck__(thing)


class Box(boxes.Box, metaclass=AnyBox):
    """A traced value; subclass and register it for values of a type of your own."""

    __slots__ = ()


class Primitive(OpenPrimitive):
    """A primitive that also takes its rules the ways autograd took them before version 1.2."""

    __slots__ = ("__dict__",)

    def defgrad(self, maker: Callable[..., Any], argnum: int = 0) -> None:
        """Give the rule of one argument: `maker(ans, *args)` gives a function of the cotangent."""
        self.outdated("defgrad")
        defvjp(self, maker, argnums=(argnum,))

    def defvjp(self, rule: Callable[..., Any], argnum: int = 0) -> None:
        """Give the rule of one argument: `rule(g, ans, vs, gvs, *args)` gives its cotangent."""

        def maker(ans: Any, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
            space = vspace(args[argnum])
            return lambda g: rule(g, ans, space, vspace(g), *args, **kwargs)

        self.outdated("defvjp")
        defvjp(self, maker, argnums=(argnum,))

    def defvjp_is_zero(self, argnums: Iterable[int] = (0,)) -> None:
        """Say that the derivatives by some arguments are zero."""
        self.outdated("defvjp_is_zero")
        places = list(argnums)
        defvjp(self, *[None] * len(places), argnums=places)

    def outdated(self, method: str) -> None:
        """Say that a way of giving a rule is no longer autograd's."""
        warnings.warn(
            f"{self.name}.{method} is how older versions of autograd took a rule. Use "
            "adlearn.compat.autograd.extend.defvjp.",
            DeprecationWarning,
            stacklevel=3,
        )


def primitive(fun: Callable[..., Any]) -> Any:
    """Make a function opaque: its derivative is what you say it is, with `extend.defvjp`."""
    made = Primitive(fun)
    made.__dict__["__doc__"] = fun.__doc__
    return made


def register_notrace(trace_type: type, fun: Any) -> None:
    """Say that a function gives plain values to programs that are traced by a class of nodes."""
    UNTRACED[trace_type].add(function_of(fun))


__all__ = [
    "Box",
    "Node",
    "Primitive",
    "getval",
    "isbox",
    "new_box",
    "notrace_primitive",
    "primitive",
    "register_notrace",
    "toposort",
    "trace",
]
