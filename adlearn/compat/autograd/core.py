"""The two modes for functions of one argument, and how rules are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.compat.autodidact import backward_pass
from adlearn.compat.autograd import differential_operators
from adlearn.compat.autograd.extend import (
    VSpace,
    def_linear,
    defjvp,
    defjvp_argnum,
    defvjp,
    defvjp_argnum,
    primitive,
    vspace,
)


def make_vjp(fun: Callable[[Any], Any], x: Any) -> tuple[Callable[[Any], Any], Any]:
    """Give the function that pulls cotangents back to `x`, and the output."""
    return differential_operators.make_vjp(fun)(x)


def make_jvp(fun: Callable[[Any], Any], x: Any) -> Callable[[Any], Any]:
    """Give the function that takes a tangent of `x` to the output and its tangent."""
    return differential_operators.make_jvp(fun)(x)


__all__ = [
    "VSpace",
    "backward_pass",
    "def_linear",
    "defjvp",
    "defjvp_argnum",
    "defvjp",
    "defvjp_argnum",
    "make_jvp",
    "make_vjp",
    "primitive",
    "vspace",
]
