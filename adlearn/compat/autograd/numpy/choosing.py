"""Where autograd's NumPy chooses in another way than NumPy."""

from __future__ import annotations

from typing import Any

from adlearn import numpy


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """What `numpy.where` is; as in autograd, the arguments may be named, and of Python's numbers
    and lists of one shape a plain True or False chooses one as it is.

    Examples
    --------
    >>> where(False, 1, 2.0)
    2.0
    """
    if x is None and y is None:
        return numpy.where(condition)
    plain = not hasattr(x, "dtype") and not hasattr(y, "dtype")
    if isinstance(condition, bool) and plain and numpy.shape(x) == numpy.shape(y):
        return x if condition else y
    return numpy.where(condition, x, y)
