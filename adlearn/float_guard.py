"""Finds out whether `float(node)` was asked for by a function of `math`, which would drop the
derivative in silence.

`math.sin(node)` is legal Python: it calls `node.__float__()` and goes on with a bare number. The
gradient that comes out is wrong and nothing says so. There is no hook for it; but the instruction
that is being executed in the caller's frame knows its place in the source, and the source says
which function is called.
"""

from __future__ import annotations

import ast
import itertools
import linecache
import math
import opcode
import sys
from types import BuiltinFunctionType, FrameType
from typing import Any


def math_function_that_called() -> str | None:
    """Name the function of `math` that is being called two frames up, if that is what is going on
    there.

    Returns
    -------
    str or None
        Such as `"sin"`. None for `float(x)`, `"%.3f" % x` and everything else, and wherever the
        source is not available.
    """
    function = function_that_called(sys._getframe(2))
    if not isinstance(function, BuiltinFunctionType):
        return None
    name = function.__name__
    return name if getattr(math, name, None) is function else None


def function_that_called(frame: FrameType | None = None) -> Any:
    """Give the function that is being called two frames up, or in a frame; None if that is
    nothing that can be told."""
    frame = sys._getframe(2) if frame is None else frame
    call = call_in_progress(frame)
    return None if call is None else resolve(call.func, frame)


def advice(name: str, in_numpy: bool, with_rule: bool, value: str) -> str:
    """Say what to write instead of a function of `math`; only what exists, and means the same."""
    if in_numpy and name not in ("remainder", "gamma"):
        return f"Use numpy.{name}() instead, or {value} if you want no derivative here."
    if with_rule:
        return f"Use adlearn.{name}() instead, or {value} if you want no derivative here."
    return f"There is no function with a derivative in its place; pass {value} if you want none."


def is_stored() -> bool:
    """Say whether two frames up an element of an array is being set: `a[i] = x`."""
    frame = sys._getframe(2)
    code = frame.f_code.co_code
    return opcode.opname[code[frame.f_lasti]].startswith("STORE_SUBSCR")


def call_in_progress(frame: FrameType) -> ast.Call | None:
    """Parse the expression a frame is executing, if it is a call."""
    positions = next(
        itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), (None,) * 4
    )
    first, last, start, end = positions
    if first is None or last is None or start is None or end is None:
        return None
    lines = [
        linecache.getline(frame.f_code.co_filename, number, frame.f_globals).encode()
        for number in range(first, last + 1)
    ]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    try:
        expression = ast.parse(b"(" + b"".join(lines) + b")", mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return expression if isinstance(expression, ast.Call) else None


def resolve(expression: ast.expr, frame: FrameType) -> Any:
    """Look up a name, or a name with attributes, the way the frame would."""
    if isinstance(expression, ast.Name):
        for names in (frame.f_locals, frame.f_globals, frame.f_builtins):
            if expression.id in names:
                return names[expression.id]
    elif isinstance(expression, ast.Attribute):
        return getattr(resolve(expression.value, frame), expression.attr, None)
    return None
