"""Coefficients of Taylor series, one by one; `adlearn.tensors.series` puts them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from adlearn.tensors.primitive import Traced

INTEGER = np.dtype(int)
#: A coefficient: an array or traced value; a Python number for the same number everywhere; None
#: for 0. It may be of fewer elements than the series, to which it is broadcast.
Term = Any


def plus(a: Term, b: Term) -> Term:
    return b if a is None else a if b is None else a + b


def minus(a: Term, b: Term) -> Term:
    if a is None:
        return None if b is None else -b
    return a if b is None else a - b


def product(a: Term, b: Term) -> Term:
    """Multiply, unless one is 0 or the number 1."""
    if a is None or b is None:
        return None
    if a.__class__ is float and a == 1.0 and is_float(b):
        return b
    return a if b.__class__ is float and b == 1.0 and is_float(a) else a * b


def is_float(term: Any) -> bool:
    """Say whether a coefficient needs no conversion: masks and counts are constants, too."""
    return term.__class__ is float or getattr(term, "dtype", INTEGER).kind in "fc"


def times(k: int, a: Term) -> Term:
    return a if a is None or k == 1 else k * a


def over(a: Term, k: int) -> Term:
    return a if a is None or k == 1 else a / k


def whole(term: Term, shape: tuple[int, ...], dtype: Any) -> Any:
    """Write a coefficient out."""
    if term is None or term.__class__ in (float, complex, int):
        kind = complex if term.__class__ is complex else dtype
        return np.full(shape, term or 0.0, kind)[()]
    if term.shape == shape:
        return term
    spread = np.broadcast_to(term, shape)
    return spread if isinstance(spread, Traced) else spread.copy()


def orders_that_add_up(k: int, count: int) -> Iterator[tuple[int, ...]]:
    """List the ways to write k as a sum of so many whole numbers.

    Examples
    --------
    >>> list(orders_that_add_up(2, 2))
    [(0, 2), (1, 1), (2, 0)]
    """
    if count == 1:
        yield (k,)
        return
    for n in range(k + 1):
        for rest in orders_that_add_up(k - n, count - 1):
            yield (n, *rest)
