"""Finds the operation in which a nan first appears.

A nan spreads: once it is there, everything computed from it is nan, and nothing says where it came
from. Inside `debug_nans()` every operation on tensors and duals, and every step of the walk back,
is looked at, and the first that makes a nan out of numbers, or meets one in plain data, is an error
that names it. A nan in a variable is the caller's own.
"""

from __future__ import annotations

import contextlib
import weakref
from typing import Any

import numpy as np

from adlearn.errors import NanFound
from adlearn.tensors.primitive import Traced, array_of, value_of
from adlearn.tensors.recording import WATCHING
from adlearn.user_line import user_line

#: Where each node was made while somebody was watching, by identity: nodes compare by value.
MADE_AT: dict[int, tuple[weakref.ref[Any], str]] = {}


def holds_nan(value: Any) -> bool:
    """Say whether a value is numbers of which some are nan."""
    if isinstance(value, tuple):  # several outputs
        return any(map(holds_nan, value))
    plain = array_of(value)
    return plain.dtype.kind in "fc" and bool(np.isnan(plain).any())


def look(node: Any, answer: Any, name: str, arguments: Any, given: Any) -> None:
    """Look at the answer of an operation; remember where the node was made. The arguments are
    values, of which some were given as traced ones."""
    if not WATCHING.get():
        return
    line = user_line()
    if line is not None:
        key = id(node)
        MADE_AT[key] = weakref.ref(node, lambda _: MADE_AT.pop(key, None)), line
    if not holds_nan(answer):
        return
    undefined = [is_number(x) and holds_nan(x) for x in arguments]
    if not any(undefined):
        raise NanFound(
            f"{name} made the first nan: {from_what(answer, arguments)}{at(line)} Look at how that "
            "argument came about, or keep it inside the function's domain (np.where, np.maximum)."
        )
    if not any(x and isinstance(a, Traced) for x, a in zip(undefined, given, strict=True)):
        raise NanFound(
            f"{name} met the first nan in a plain argument, where no operation made it.{at(line)} "
            "Look for it in the data (np.isnan), and leave it out or put a number in its place "
            "(np.where, np.nan_to_num) before it is used."
        )


def look_back(node: Any, message: Any, cotangent: Any, name: str) -> None:
    """Look at what the rule of an operation sends back."""
    if not WATCHING.get() or isinstance(cotangent, tuple):
        return
    if holds_nan(message) and not holds_nan(cotangent) and not holds_nan(node):
        _, line = MADE_AT.get(id(node), (None, None))
        raise NanFound(
            f"the derivative of {name} made the first nan, on the way back; the values were still "
            f"numbers.{at(line)} There its slope, or one behind it, is infinite or not defined: "
            "keep the argument away from that place (np.where, np.maximum)."
        )


def is_number(argument: Any) -> bool:
    """Say whether an argument is a number or an array of numbers."""
    plain = value_of(argument)
    return isinstance(plain, float | complex | np.ndarray | np.generic)


def from_what(answer: Any, arguments: Any) -> str:
    """Say which numbers gave the first nan."""
    if isinstance(answer, tuple):
        answer = next(filter(holds_nan, answer))
    place = tuple(np.argwhere(np.isnan(value_of(answer)))[0])
    numbers = []
    for argument in filter(is_number, arguments):
        plain = array_of(argument)
        with contextlib.suppress(ValueError):
            numbers.append(str(np.broadcast_to(plain, np.shape(value_of(answer)))[place]))
    if not numbers:
        return "all its arguments are numbers."
    noun = "an argument" if len(numbers) == 1 else "arguments"
    return f"from {noun} of {' and '.join(numbers)}."


def at(line: str | None) -> str:
    """Write the user's line, if it is known."""
    return f" In `{line}`." if line else ""
