"""The scalar workloads in micrograd, with the functions it lacks written in its own style: one
closure per node."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

from micrograd.engine import Value


def in_closure_style(
    function: Callable[[float], float], slope: Callable[[float, float], float], name: str
) -> Any:
    """Make a micrograd operation of one argument the way micrograd's own `relu` is written."""

    def operation(x: Any) -> Any:
        out = Value(function(x.data), (x,), name)

        def _backward() -> None:
            x.grad += slope(x.data, out.data) * out.grad

        out._backward = _backward
        return out

    return operation


sin = in_closure_style(math.sin, lambda x, ans: math.cos(x), "sin")
exp = in_closure_style(math.exp, lambda x, ans: ans, "exp")
log = in_closure_style(math.log, lambda x, ans: 1.0 / x, "log")
tanh = in_closure_style(math.tanh, lambda x, ans: 1.0 - ans * ans, "tanh")


def allow_depth(depth: int) -> None:
    """micrograd sorts its graph recursively: allow as many calls as the graph is deep."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10 * depth))
