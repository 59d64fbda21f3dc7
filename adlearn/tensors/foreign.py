"""Operands of other kinds than arrays and numbers.

A table of pandas takes part as the array it holds. An array of another library that has its own way
with NumPy's functions (xarray, ...) does the operation itself. A masked array or a matrix is
refused: its mask, or its own meaning of `*`, would be dropped in silence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array
from adlearn.tensors.primitive import Traced

#: Types that operators take; anything else gets its chance to handle the operation itself.
PLAIN = (int, float, complex, np.ndarray, np.generic, list, tuple)
#: Classes of operands of which nothing needs to be asked.
EVERYDAY = {int, float, complex, np.ndarray, np.float64}


def refuse_kind(kind: type) -> None:
    """Refuse the kinds of arrays of which a derivative would forget something.

    Parameters
    ----------
    kind : type
        The class of an operand.

    Raises
    ------
    MissingRule
        With the remedy.
    """
    if kind is np.ndarray or not issubclass(kind, np.ndarray):
        return
    if issubclass(kind, np.ma.MaskedArray):
        raise MissingRule(
            "a masked array cannot be differentiated with: its mask would be forgotten. Fill what "
            "is masked, np.ma.filled(a, 0.0), or pass the mask to a function that takes one, "
            "np.sum(x, where=~mask), np.where(mask, 0.0, x)."
        )
    if issubclass(kind, np.matrix):
        raise MissingRule(
            "np.matrix cannot be differentiated with: its * is a matrix product, and ours is one of"
            " elements. Make it an array, np.asarray(a), and write products with @."
        )


def is_table(thing: Any) -> bool:
    """Say whether a thing is a Series, an Index or a DataFrame of pandas."""
    return hasattr(type(thing), "__pandas_priority__") and not isinstance(thing, Traced)


def defers_to(other: Any) -> bool:
    """Say whether an operand is of another library that wants to do the operation itself."""
    if isinstance(other, (Traced, np.ndarray)):
        return False
    return type(other).__dict__.get("__array_ufunc__", False) is not False or (
        hasattr(type(other), "__array_ufunc__") and not isinstance(other, np.generic)
    )


def operand(thing: Any) -> Any:
    """Give what takes part in an operation for a thing, or NotImplemented."""
    if thing.__class__ in EVERYDAY or isinstance(thing, Traced):
        return thing
    if is_table(thing):
        return thing.to_numpy()
    if not isinstance(thing, PLAIN) or defers_to(thing):
        return NotImplemented
    refuse_kind(type(thing))
    return as_array(thing) if isinstance(thing, (list, tuple)) else thing
