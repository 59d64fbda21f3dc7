"""Constants as a file of Python has them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

#: Arrays with more numbers than this are data and no constants of a function.
LARGEST = 10_000
PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))


def literal(thing: Any, part: Callable[[Any], str]) -> str | None:
    """Write a constant, or give None if it is something else.

    Parameters
    ----------
    thing : object
    part : callable
        Writes what is in it.
    """
    kind = thing.__class__
    if kind is float and not math.isfinite(thing):
        return "np.nan" if thing != thing else "np.inf" if thing > 0 else "-np.inf"
    if kind is complex and not (math.isfinite(thing.real) and math.isfinite(thing.imag)):
        return f"complex({part(thing.real)}, {part(thing.imag)})"
    if kind in PLAIN:
        return "..." if thing is Ellipsis else repr(thing)
    if kind is tuple:
        return f"({', '.join(map(part, thing))}{',' if len(thing) == 1 else ''})"
    if kind is list:
        return f"[{', '.join(map(part, thing))}]"
    if kind is dict:
        return "{" + ", ".join(f"{part(k)}: {part(v)}" for k, v in thing.items()) + "}"
    if kind in (set, frozenset):
        return f"{kind.__name__}([{', '.join(sorted(map(part, thing)))}])"
    if kind is slice:
        return f"slice({part(thing.start)}, {part(thing.stop)}, {part(thing.step)})"
    if isinstance(thing, np.dtype) and thing.names is None:
        return f"np.dtype({thing.str!r})"
    if isinstance(thing, np.generic) and thing.dtype.kind in "fciub":
        return f"np.{thing.dtype.type.__name__}({part(thing.item())})"
    if kind is np.ndarray and thing.dtype.kind in "fciub" and thing.size <= LARGEST:
        flat = f"np.array({part(thing.ravel().tolist())}, {thing.dtype.str!r})"
        return flat if thing.ndim == 1 else f"{flat}.reshape({part(thing.shape)})"
    return None
