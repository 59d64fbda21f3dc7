"""Which lines carry a nan on, whatever else there is: then it is enough to look at their results.

The engine looks for nan in what arrives at the variables, and goes another way where it finds one.
A program has one way. So it looks too, but only once, at the end.
"""

from __future__ import annotations

import numpy as np

from adlearn.programs.lines import Equation, Var, used_by
from adlearn.programs.tracing import Recording

#: Functions each of whose results is nan if a number that it was made of is, and which use all.
CARRIES = {
    *(np.add, np.subtract, np.multiply, np.divide, np.negative, np.positive, np.square, np.exp),
    *(
        np.log,
        np.sin,
        np.cos,
        np.tan,
        np.tanh,
        np.sqrt,
        np.matmul,
        np.sum,
        np.transpose,
        np.reshape,
    ),
    *(np.expand_dims, np.broadcast_to, np.concatenate, np.stack, np.maximum, np.minimum, np.dot),
    *(np.absolute, np.reciprocal, np.log1p, np.expm1, np.sinh, np.cosh, float, np.swapaxes),
    *(np.moveaxis, np.copy, np.cumsum, np.conjugate, np.outer, np.ravel, np.squeeze, np.log2),
    *(np.reshape, np.mean, np.log10, np.exp2, np.arctan, np.arcsinh, np.cbrt),
}


def still_to_watch(recording: Recording) -> list[Var]:
    """Find the vars to look at, so that no nan in a watched one is missed.

    Examples
    --------
    >>> import adlearn as ad
    >>> from adlearn.programs.tracing import trace
    >>> recording = trace(ad.grad(lambda x: x * x), (3.0,), {})
    >>> [var.kind.__name__ for var in still_to_watch(recording)]
    ['float64', 'float']
    """
    users: dict[Var, list[Var]] = {}
    for line in recording.lines:
        if line.__class__ is Equation and line.function in CARRIES:  # type: ignore[union-attr]
            for var in used_by(line):
                users.setdefault(var, []).append(line.result)  # type: ignore[union-attr]
    ends = {x for x in recording.outputs if x.__class__ is Var}
    watched = {*recording.watched}
    asked: dict[Var, None] = {}
    for var in recording.watched:
        end = seen_at(var, users, ends, watched)
        if end is None or end in ends:
            asked[var if end is None else end] = None
    return list(asked)


def seen_at(var: Var, users: dict[Var, list[Var]], ends: set[Var], watched: set[Var]) -> Var | None:
    """Find an output, or another var that is watched, to which a nan is carried on."""
    at, seen = [var], {var}
    while at:
        here = at.pop()
        if here in ends or (here is not var and here in watched):
            return here
        for user in users.get(here, ()):
            if user not in seen:
                seen.add(user)
                at.append(user)
    return None
