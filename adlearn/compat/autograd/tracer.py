"""Tracing: how a program's steps become nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.compat.autodidact import Node, toposort, trace
from adlearn.derivatives.own_rules import primitive
from adlearn.tensors.primitive import Traced as Box, value_of as getval


def isbox(thing: Any) -> bool:
    """Say whether a value is traced."""
    return isinstance(thing, Box)


def notrace_primitive(fun: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that gets and gives plain values, so that no derivative goes through it."""

    def on_values(*args: Any, **kwargs: Any) -> Any:
        return fun(*map(getval, args), **{name: getval(x) for name, x in kwargs.items()})

    on_values.__name__ = getattr(fun, "__name__", "function")
    on_values.__doc__ = fun.__doc__
    return on_values


__all__ = ["Box", "Node", "getval", "isbox", "notrace_primitive", "primitive", "toposort", "trace"]
