"""One call of a function with duals in place of its arguments: forward mode. What `Trace` and its
walk are for reverse mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.trace import differentiable, numbers_from, warn_independent
from adlearn.errors import said_again
from adlearn.nesting import LEVELS
from adlearn.tensors.forward import Dual
from adlearn.tensors.left_out import Waiting, has_zero, mark_of, settled
from adlearn.tensors.primitive import Symbolic, Traced, array_of, has_nan, is_undefined, value_of
from adlearn.tensors.recording import ForwardMode


def push_forward(
    f: Callable[..., Any], leaves: list[Any], directions: list[Any], rebuild: Any, count: int
) -> tuple[Any, Any]:
    """Call `f` on duals; take value and tangent out of what it returns."""
    level = next(LEVELS)
    own: Any = ()  # where its own tangents are, if there are others
    leaves = [differentiable(x, "the derivative of", f) for x in leaves]
    directions = [differentiable(v, "the derivative of", f) for v in directions]
    if any(map(is_undefined, leaves)):
        # One tangent more, from what is nan: where it arrives, an output may be nan as well.
        own, count = slice(count) if count else -2, max(count, 1) + 1
        directions = [
            np.concatenate([np.reshape(v, (count - 1, *np.shape(x))), np.isnan(value_of(x))[None]])
            for x, v in zip(leaves, directions, strict=True)
        ]
    duals = []
    for x, v in zip(leaves, directions, strict=True):
        mark = Waiting(lambda _, v: mark_of(v), (), v) if count > 1 or has_zero(v) else None
        duals.append(Dual(x, v, level, count, mark))
    with ForwardMode(level):
        try:
            result = f(*rebuild(duals))
        except ValueError as error:
            said_again(error)
            raise
    outputs, rebuild_output = numbers_from(f, result)
    values, tangents = [], []
    for output in outputs:
        while isinstance(output, Traced) and output._level > level:
            output = output._value  # of an inner derivative, kept past its end
        if isinstance(output, Dual) and output._level == level:
            value, tangent = output.value, output.tangent
            if isinstance(value_of(tangent), Symbolic):
                has_nan(
                    tangent
                )  # where a program has nan, there may be a derivative on another way
            if is_undefined(value):
                # No value, no derivative, unless the value does not depend on that input.
                with np.errstate(all="ignore"):
                    mark = settled(output.mark)
                arrives = np.ones(np.shape(tangent)) if mark is None else mark
                undefined = np.isnan(value_of(value)) & (arrives != 0)
                undefined &= arrives[-1] == 0 if own else True
                tangent = np.where(undefined, tangent * np.nan, tangent)  # nan in any order
            values.append(value)
            tangents.append(tangent[own] if own else tangent)
        else:
            values.append(output)
            warn_independent(f)
            plain = array_of(output)
            kind = plain.dtype if plain.dtype.kind in "fc" else float
            tangents.append(np.zeros((count, *plain.shape) if count else plain.shape, kind)[own])
    return rebuild_output(values), rebuild_output(tangents)
