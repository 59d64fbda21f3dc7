"""What pictures show of a step on arrays: its operands, and what it sends them.

A node gives this by its method `__graph_reading__`, so that what draws knows nothing of tensors and
tensors know nothing of drawing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of
from adlearn.tensors.reverse import step


def reading(node: Any) -> dict[str, Any]:
    """Say what a tensor shows of itself.

    Parameters
    ----------
    node : Tensor

    Returns
    -------
    dict
        `value`, `gradient` and `level`; of what was computed `operation`, `parents`, `partials` and
        `pull`, from a cotangent of the value to the message for each parent, None for a constant.
    """
    primitive, args, level = node._primitive, node._args or (), max(node._level, 0)
    places = operands(primitive, args)
    shape = np.shape(value_of(node.data))

    def pull(cotangent: Any) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            g = np.asarray(cotangent) * np.ones(shape)
            sent = iter(step(node, g, level, False))
            messages = {
                place: unbroadcast(value_of(next(sent)[1]), np.shape(value_of(a)))
                for place, a in enumerate(args)
                if a.__class__ is node.__class__ and a._level >= level
            }
        return tuple(messages.get(place) for place in places)

    # Where all arrays have one shape, one array of slopes says what an operation on each does.
    traced = [value_of(args[place]) for place in places if isinstance(args[place], Traced)]
    one_shape = all(np.shape(a) == shape for a in traced)
    known = primitive is not None and primitive.broadcasts and one_shape
    said = {"value": node.data, "gradient": node._grad, "level": node._level}
    if places:
        said |= {"parents": [args[i] for i in places], "operation": node.op, "pull": pull}
        said |= {"partials": pull(1.0)} if known else {}
    return said


def operands(primitive: ArrayPrimitive | None, args: tuple[Any, ...]) -> list[int]:
    """List the places of the arguments that were computed with; others say how, as an axis does."""
    places = [
        place
        for place, a in enumerate(args)
        if isinstance(a, Traced | np.ndarray | np.generic) or is_number(a)
    ]
    if primitive is not None and not primitive.broadcasts:
        # 3 in x.reshape(3) says how; x @ matrix has two operands.
        places = [place for place in places if not is_number(args[place])]
    return places if any(isinstance(args[place], Traced) for place in places) else []


def is_number(thing: Any) -> bool:
    """Say whether an argument is a plain real number."""
    return isinstance(thing, int | float) and not isinstance(thing, bool)
