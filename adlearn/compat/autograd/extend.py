"""What programs that extend autograd import: rules, nodes and spaces of their own."""

from __future__ import annotations

from adlearn.compat.autograd.core import (
    JVPNode,
    VJPNode,
    def_linear,
    defjvp,
    defjvp_argnum,
    defjvp_argnums,
    defvjp,
    defvjp_argnum,
    defvjp_argnums,
)
from adlearn.compat.autograd.tracer import Box, notrace_primitive, primitive, register_notrace
from adlearn.compat.autograd.vector_spaces import VSpace, vspace

__all__ = [
    "Box",
    "JVPNode",
    "VJPNode",
    "VSpace",
    "def_linear",
    "defjvp",
    "defjvp_argnum",
    "defjvp_argnums",
    "defvjp",
    "defvjp_argnum",
    "defvjp_argnums",
    "notrace_primitive",
    "primitive",
    "register_notrace",
    "vspace",
]
