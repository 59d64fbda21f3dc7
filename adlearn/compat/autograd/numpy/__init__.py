"""NumPy's namespace, for traced values as well: `adlearn.numpy`."""

import importlib
from typing import Any

from numpy import __version__ as __version__

from adlearn import numpy as _ours
from adlearn.numpy import *  # noqa: F403

numpy_version = __version__

for _part in ("fft", "linalg", "random"):  # in place of adlearn.numpy's own
    importlib.import_module(f"{__name__}.{_part}")


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """What `numpy.where` is; as in autograd, the arguments may be named, and of Python's numbers
    and lists of one shape a plain True or False chooses one as it is.

    Examples
    --------
    >>> where(False, 1, 2.0)
    2.0
    """
    if x is None and y is None:
        return _ours.where(condition)
    plain = not hasattr(x, "dtype") and not hasattr(y, "dtype")
    if isinstance(condition, bool) and plain and _ours.shape(x) == _ours.shape(y):
        return x if condition else y
    return _ours.where(condition, x, y)
