"""Derivative rules of your own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.compat.autograd.tracer import Box, notrace_primitive
from adlearn.derivatives.own_rules import OpenPrimitive, defjvp, defvjp, primitive
from adlearn.tensors.primitive import value_of


def defvjp_argnum(fun: OpenPrimitive, maker: Callable[..., Any]) -> None:
    """Say how cotangents are pulled back, for all arguments at once.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    maker : callable
        `maker(argnum, ans, args, kwargs)` gives a function of the cotangent.
    """
    fun.makers = EveryArgument(
        lambda argnum: lambda ans, *args, **kwargs: maker(argnum, ans, args, kwargs)
    )


def defjvp_argnum(fun: OpenPrimitive, rule: Callable[..., Any]) -> None:
    """Say how tangents are pushed forward, for all arguments at once.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    rule : callable
        `rule(argnum, g, ans, args, kwargs)` gives the tangent of the answer.
    """
    fun.pushers = EveryArgument(
        lambda argnum: lambda g, ans, *args, **kwargs: rule(argnum, g, ans, args, kwargs)
    )


class EveryArgument(dict[int, Any]):
    """A table that makes the rule of any argument when asked for it."""

    def __init__(self, rule_of: Callable[[int], Any]) -> None:
        super().__init__()
        self.rule_of = rule_of

    def __contains__(self, argnum: object) -> bool:
        return True

    def __missing__(self, argnum: int) -> Any:
        return self.rule_of(argnum)


def def_linear(fun: OpenPrimitive) -> None:
    """Say that a primitive is linear in each argument: forward mode is the function itself."""
    defjvp_argnum(
        fun,
        lambda argnum, g, ans, args, kwargs: fun(*args[:argnum], g, *args[argnum + 1 :], **kwargs),
    )


class VSpace:
    """The space that a value lives in: its shape and dtype, and the vectors of it."""

    def __init__(self, value: Any) -> None:
        plain = np.asarray(value_of(value))
        self.shape, self.dtype, self.size = plain.shape, plain.dtype, plain.size

    def zeros(self) -> Any:
        """The zero vector."""
        return np.zeros(self.shape, self.dtype)

    def ones(self) -> Any:
        """The vector of ones."""
        return np.ones(self.shape, self.dtype)

    def standard_basis(self) -> Any:
        """The vectors with one 1 each, in order."""
        for place in np.ndindex(*self.shape):
            vector = self.zeros()
            vector[place] = 1
            yield vector

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VSpace) and (self.shape, self.dtype) == (other.shape, other.dtype)

    def __hash__(self) -> int:
        return hash((self.shape, self.dtype))


def vspace(value: Any) -> VSpace:
    """Give the space of an array or a traced value."""
    return VSpace(value)


__all__ = [
    "Box",
    "VSpace",
    "def_linear",
    "defjvp",
    "defjvp_argnum",
    "defvjp",
    "defvjp_argnum",
    "notrace_primitive",
    "primitive",
    "vspace",
]
