"""Argument tuples with other values in some places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def subvals(x: Sequence[Any], ivs: Iterable[tuple[int, Any]]) -> tuple[Any, ...]:
    """Give a tuple with other values in some places, from pairs of place and value."""
    changed = list(x)
    for place, value in ivs:
        changed[place] = value
    return tuple(changed)


def subval(x: Sequence[Any], i: int, v: Any) -> tuple[Any, ...]:
    """Give a tuple with another value in one place."""
    return subvals(x, [(i, v)])


__all__ = ["subval", "subvals"]
