"""Elements put into zeros: where several are added up, they are put there at once."""

from __future__ import annotations

from typing import Any

import numpy as np


def put_together(shape: tuple[int, ...], dtype: Any, *pairs: tuple[Any, Any]) -> np.ndarray:
    """Add up arrays that are 0 but for one part each.

    Parameters
    ----------
    shape : tuple of int
    dtype : numpy.dtype
    *pairs : (index, array)
        The part, and what stands there.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> put_together((4,), float, (0, 5.0), (slice(0, 2), np.ones(2)))
    array([6., 1., 0., 0.])
    """
    out = np.zeros(shape, dtype)
    if len(pairs) == 1:
        ((index, part),) = pairs
        out[index] = part
        return out
    for index, part in pairs:
        out[index] += part
    return out


def is_simple(index: Any) -> bool:
    """Say whether an index names each element at most once: whole numbers and slices do."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(part is None or isinstance(part, (int, slice, type(...))) for part in parts)
