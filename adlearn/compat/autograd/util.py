"""Small functions on argument tuples, and the order of a walk backward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from adlearn.compat.autodidact import subval, toposort


def subvals(x: Sequence[Any], ivs: Iterable[tuple[int, Any]]) -> tuple[Any, ...]:
    """Give a tuple with other values in some places, from pairs of place and value."""
    changed = list(x)
    for place, value in ivs:
        changed[place] = value
    return tuple(changed)


__all__ = ["subval", "subvals", "toposort"]
