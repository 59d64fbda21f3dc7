"""One call of a function with duals in place of its arguments: forward mode. What `Trace` and its
walk are for reverse mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.trace import differentiable, numbers_from, warn_independent
from adlearn.nesting import LEVELS
from adlearn.tensors.forward import Dual
from adlearn.tensors.left_out import Waiting, has_zero, mark_of, settled
from adlearn.tensors.primitive import Traced, value_of
from adlearn.tensors.recording import ForwardMode
from adlearn.tensors.reverse import has_nan


def push_forward(
    f: Callable[..., Any], leaves: list[Any], directions: list[Any], rebuild: Any, count: int
) -> tuple[Any, Any]:
    """Call `f` on duals; take value and tangent out of what it returns."""
    level = next(LEVELS)
    duals = []
    for x, v in zip(leaves, directions, strict=True):
        x = differentiable(x, "the derivative of", f)
        v = differentiable(v, "the derivative of", f)
        mark = Waiting(lambda _, v: mark_of(v), (), v) if count > 1 or has_zero(v) else None
        duals.append(Dual(x, v, level, count, mark))
    with ForwardMode(level):
        result = f(*rebuild(duals))
    outputs, rebuild_output = numbers_from(f, result)
    values, tangents = [], []
    for output in outputs:
        while isinstance(output, Traced) and output._level > level:
            output = output._value  # of an inner derivative, kept past its end
        if isinstance(output, Dual) and output._level == level:
            value, tangent = output.value, output.tangent
            if has_nan(value) and not any(has_nan(dual.value) for dual in duals):
                # No value, no derivative, unless the value does not depend on that input.
                undefined = np.isnan(value_of(value))
                with np.errstate(all="ignore"):
                    mark = settled(output.mark)
                if mark is not None:
                    undefined = undefined & (mark != 0)
                tangent = np.where(undefined, tangent * np.nan, tangent)  # nan in any order
            values.append(value)
            tangents.append(tangent)
        else:
            values.append(output)
            warn_independent(f)
            plain = np.asarray(value_of(output))
            kind = plain.dtype if plain.dtype.kind in "fc" else float
            tangents.append(np.zeros((count, *plain.shape) if count else plain.shape, kind)[()])
    return rebuild_output(values), rebuild_output(tangents)
