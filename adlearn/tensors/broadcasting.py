"""Broadcasting copies an argument along axes; its transpose sums the cotangent over them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def sum_of_rows(g: np.ndarray, shape: tuple[int, ...]) -> Any:
    """Sum out the leading axes that `g` has and `shape` has not.

    A product with ones takes a fifth of the time of NumPy's sum over many rows (3 us against 13 us
    for 1,000 rows of 4).
    """
    columns = math.prod(shape)
    if columns > 1 and g.size >= 100 * columns and g.dtype.char in "fd" and g.flags.c_contiguous:
        rows = g.reshape(-1, columns)
        return (np.ones(len(rows), g.dtype) @ rows).reshape(shape)
    return np.add.reduce(g, tuple(range(g.ndim - len(shape))))


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Sum out what broadcasting added, so that a cotangent has the shape of its argument.

    Examples
    --------
    >>> unbroadcast(np.ones((2, 3)), (3,))
    array([2., 2., 2.])
    >>> unbroadcast(np.ones((2, 3)), (2, 1)).shape
    (2, 1)
    """
    have = getattr(g, "shape", ())  # np.shape would ask a traced value the long way
    if have == shape:
        return g
    lead = len(have) - len(shape)
    if lead > 0 and g.__class__ is np.ndarray and have[lead:] == shape:
        return sum_of_rows(g, shape)
    if lead < 0 or any(
        mine != theirs and theirs != 1
        for mine, theirs in zip(have[::-1], shape[::-1], strict=False)
    ):
        return g * np.ones(shape)  # a rule that gave a constant
    stretched = tuple(lead + i for i, n in enumerate(shape) if n == 1 and have[lead + i] != 1)
    if lead and not stretched:
        return np.sum(g, axis=tuple(range(lead)))
    if lead or stretched:
        g = np.sum(g, axis=(*range(lead), *stretched), keepdims=True)
    return np.reshape(g, shape) if np.shape(g) != shape else g
