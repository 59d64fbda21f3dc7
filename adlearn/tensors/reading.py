"""What pictures show of a step on arrays: its operands, and what it sends them.

A node gives this by its method `__graph_reading__`, so that what draws knows nothing of tensors and
tensors know nothing of drawing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of


def reading(
    data: Any,
    gradient: Any,
    level: int,
    primitive: ArrayPrimitive | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> dict[str, Any]:
    """Say what a tensor shows of itself.

    Parameters
    ----------
    data, gradient, level, primitive, args, kwargs
        What the node keeps.

    Returns
    -------
    dict
        `label`, `operation`, `value`, `gradient`, `partials`, `parents`, `level` and `pull`: from a
        cotangent of the answer to the message for each parent, None for a constant.
    """
    places = operands(primitive, args)
    values = [value_of(a) for a in args]
    answer = value_of(data)
    differentiated = [
        isinstance(args[place], Traced) and args[place]._level >= max(level, 0) for place in places
    ]

    def pull(cotangent: Any) -> tuple[Any, ...]:
        assert primitive is not None
        g = np.asarray(cotangent) * np.ones(np.shape(answer))
        with np.errstate(all="ignore"):
            return tuple(
                unbroadcast(
                    np.asarray(primitive.pull(place, g, answer, *values, **kwargs)),
                    np.shape(values[place]),
                )
                if asked
                else None
                for place, asked in zip(places, differentiated, strict=True)
            )

    # Where all arrays have one shape, one array of slopes says what an operation on each does.
    traced = [values[place] for place in places if isinstance(args[place], Traced)]
    one_shape = len({np.shape(a) for a in (answer, *traced)}) == 1
    known = primitive is not None and primitive.broadcasts and one_shape
    return {
        "label": None,
        "operation": "" if primitive is None else primitive.name,
        "value": data,
        "gradient": gradient,
        "partials": pull(1.0) if places and known else (None,) * len(places),
        "parents": tuple(args[place] for place in places),
        "level": level,
        "pull": pull if places else None,
    }


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
    return isinstance(thing, int | float) and not isinstance(thing, bool | np.generic)
