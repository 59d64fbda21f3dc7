"""Finds arrays that were changed between an operation and its derivative.

A node keeps its plain arguments as they were passed, not copies of them. Inside `debug_buffers()`
each operation copies them as well, and the walk back compares.
"""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np

from adlearn.errors import BufferChanged
from adlearn.tensors.primitive import Traced
from adlearn.tensors.recording import BUFFERS
from adlearn.user_line import user_line

#: What the plain arrays of each node were, and where it was made, by the node's identity.
AS_THEY_WERE: dict[int, tuple[weakref.ref[Any], list[Any], str | None]] = {}


def keep(node: Any, arguments: Any) -> None:
    """Copy the plain arrays that a node was made from, and those of variables."""
    if not BUFFERS.get():
        return
    held = [a for a in arguments if isinstance(array_in(a), np.ndarray)]
    copies = [(a, array_in(a).copy()) for a in held]
    if copies:
        key = id(node)
        forget = weakref.ref(node, lambda _: AS_THEY_WERE.pop(key, None))
        AS_THEY_WERE[key] = forget, copies, user_line()


def array_in(argument: Any) -> Any:
    """Give the array that somebody may change: an argument, or what a variable holds."""
    variable = isinstance(argument, Traced) and getattr(argument, "_args", ()) is None
    return argument.data if variable else argument


def compare(node: Any) -> None:
    """Refuse to differentiate an operation whose plain arrays are not what they were."""
    if not BUFFERS.get() or id(node) not in AS_THEY_WERE:
        return
    _, copies, line = AS_THEY_WERE[id(node)]
    for holder, before in copies:
        array = array_in(holder)
        if array.shape != before.shape or not np.array_equal(
            array, before, equal_nan=array.dtype.kind in "fc"
        ):
            raise BufferChanged(
                f"an array was changed in place after {node._primitive.name} had used it, so the "
                "derivative would be that of other numbers"
                f"{f' (in `{line}`)' if line else ''}. Make a new array instead of filling the old "
                "one again (b = ..., not b[:] = ...), or pass a copy of it (b.copy())."
            )
