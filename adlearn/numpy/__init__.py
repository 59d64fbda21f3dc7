"""NumPy's namespace, for traced values as well.

NumPy itself already hands most of its functions over when it meets a traced value, so `import numpy
as np` is enough for most programs. It cannot do so for functions that *make* arrays, such as
`np.array([x, y])` and `np.full(3, x)`. Here these work, and everything else is what NumPy has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

from adlearn.numpy import fft as fft, linalg as linalg, random as random
from adlearn.numpy.dispatching import namespace_of
from adlearn.rules.joining import c_ as joined_columns, r_ as joined_rows
from adlearn.rules.shapes import make_diagonal as make_diagonal
from adlearn.tensors.primitive import is_traced

globals().update(namespace_of(numpy))
r_, c_ = joined_rows, joined_columns

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...


def array(
    object: Any,  # noqa: A002  NumPy's name
    dtype: Any = None,
    *,
    ndmin: int = 0,
    **kwargs: Any,
) -> Any:
    """Make an array of numbers and traced values in nested lists.

    Parameters
    ----------
    object : array_like
        Numbers, arrays and traced values, in lists and tuples of one length.
    dtype : dtype, optional
    ndmin : int, optional

    Returns
    -------
    ndarray or traced value

    Examples
    --------
    >>> from adlearn.derivatives.transforms import derivative
    >>> derivative(lambda t: array([t, t * t]))(3.0)
    array([1., 6.])
    """
    if not is_traced(object):
        return numpy.array(object, dtype=dtype, ndmin=ndmin, **kwargs)
    made = (
        numpy.stack([array(part) for part in object])
        if isinstance(object, list | tuple)
        else object
    )
    if dtype is not None:
        made = made.astype(dtype)
    while numpy.ndim(made) < ndmin:
        made = made[None]
    return made


def asarray(a: Any, dtype: Any = None, **kwargs: Any) -> Any:
    """Make an array of what is not one yet; traced values stay as they are."""
    return array(a, dtype) if is_traced(a) else numpy.asarray(a, dtype=dtype, **kwargs)


def full(shape: Any, fill_value: Any, dtype: Any = None, **kwargs: Any) -> Any:
    """Make an array of one value, which may be traced."""
    if not is_traced(fill_value):
        return numpy.full(shape, fill_value, dtype=dtype, **kwargs)
    return fill_value * numpy.ones(shape, dtype)
