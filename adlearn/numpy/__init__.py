"""NumPy's namespace, for traced values as well.

NumPy itself already hands most of its functions over when it meets a traced value, so `import numpy
as np` is enough for most programs. It cannot do so for functions that *make* arrays, such as
`np.array([x, y])` and `np.full(3, x)`. Here these work, and everything else is what NumPy has.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy

from adlearn.errors import MissingRule
from adlearn.numpy import fft as fft, linalg as linalg, random as random
from adlearn.numpy.dispatching import namespace_of
from adlearn.rules import calling
from adlearn.rules.arrays_asked import as_array
from adlearn.rules.joining import c_ as joined_columns, r_ as joined_rows
from adlearn.rules.shapes import make_diagonal as make_diagonal
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.primitive import Symbolic, is_traced, value_of

globals().update(namespace_of(numpy))
# These call a function, which may return traced values of arrays that are not, or are told whether
# to write in place.
CALLING = ["apply_along_axis", "apply_over_axes", "piecewise"]
WRITING = ["put_along_axis", "fill_diagonal", "put", "place", "putmask"]
globals().update({name: DISPATCH[getattr(numpy, name)] for name in CALLING + WRITING})
vectorize = calling.vectorize
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
    return made_by(numpy.array, object, dtype, ndmin=ndmin, **kwargs)


def made_by(of_numpy: Callable[..., Any], thing: Any, dtype: Any, *args: Any, **kwargs: Any) -> Any:
    """Make of a traced value what NumPy makes of a plain one: its type, shape and layout."""
    made = as_array(thing)
    inside = value_of(made)
    if isinstance(inside, Symbolic):
        inside = numpy.zeros(numpy.shape(inside), made.dtype)  # of which only the form is asked
    plain = of_numpy(inside, dtype, *args, **kwargs)  # refuses what NumPy refuses
    if plain.dtype != made.dtype:
        made = made.astype(plain.dtype)
    made = (
        made[(None,) * (plain.ndim - numpy.ndim(made))] if plain.ndim > numpy.ndim(made) else made
    )
    if isinstance(made, Symbolic) and not plain.ndim:
        return made._applied(numpy.asarray, (made,), {})  # an array, also where it was a number
    if plain.flags.fnc == numpy.asarray(inside).flags.fnc:
        return made
    return numpy.copy(made, "F" if plain.flags.fnc else "C")


def making(of_numpy: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function like `numpy.asarray`: traced values stay as they are."""

    def function(a: Any, dtype: Any = None, *args: Any, **kwargs: Any) -> Any:
        if is_traced(a):
            return made_by(of_numpy, a, dtype, *args, **kwargs)
        return of_numpy(a, dtype, *args, **kwargs)

    function.__name__ = of_numpy.__name__
    function.__doc__ = f"What `numpy.{of_numpy.__name__}` is; traced values stay as they are."
    return function


asarray, asanyarray = making(numpy.asarray), making(numpy.asanyarray)
ascontiguousarray = making(numpy.ascontiguousarray)
asfortranarray = making(numpy.asfortranarray)
asarray_chkfinite, require = making(numpy.asarray_chkfinite), making(numpy.require)


def full(shape: Any, fill_value: Any, dtype: Any = None, **kwargs: Any) -> Any:
    """Make an array of one value, which may be traced."""
    if not is_traced(fill_value):
        return numpy.full(shape, fill_value, dtype=dtype, **kwargs)
    if not isinstance(value_of(fill_value), Symbolic):
        numpy.full(shape, value_of(fill_value), dtype, **kwargs)  # refuses what NumPy refuses
    value = array(fill_value)
    made = numpy.broadcast_to(value.reshape(()) if value.size == 1 else value, shape)
    return made if dtype is None else made.astype(dtype)


def arange(*args: Any, dtype: Any = None, **kwargs: Any) -> Any:
    """Make evenly spaced numbers, of which the first and the step may be traced."""
    if not is_traced(*args, *kwargs.values()):
        return numpy.arange(*args, dtype=dtype, **kwargs)
    start, _, step = interval(*args, **kwargs)
    numbers = numpy.arange(*map(value_of, interval(*args, **kwargs)), dtype=dtype)
    return array(start + step * numpy.arange(len(numbers)), numbers.dtype)


def interval(start: Any, stop: Any = None, step: Any = 1) -> tuple[Any, Any, Any]:
    """Name the arguments of `arange`: one alone is the end."""
    return (0, start, step) if stop is None else (start, stop, step)


def fromiter(iter: Any, dtype: Any, count: int = -1, **kwargs: Any) -> Any:  # noqa: A002
    """Make an array of what an iterator gives, also of traced values."""
    items = list(itertools.islice(iter, None if count < 0 else count))
    if not is_traced(items):
        return numpy.fromiter(items, dtype, count, **kwargs)
    numpy.fromiter(map(value_of, items), dtype, count, **kwargs)  # refuses what NumPy refuses
    return array(items, dtype)


def ndenumerate(arr: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Go through the places of an array, and what is there."""
    arr = as_array(arr)
    return ((index, arr[index]) for index in numpy.ndindex(numpy.shape(arr)))


def nditer(op: Any, *args: Any, **kwargs: Any) -> Any:
    """Refuse traced values: this goes through buffers, in which they cannot be."""
    if is_traced(op):
        raise MissingRule(
            "numpy.nditer goes through plain buffers. Use adlearn.numpy.ndenumerate(x), or a loop "
            "over np.ravel(x)."
        )
    return numpy.nditer(op, *args, **kwargs)


def kaiser(M: int, beta: Any) -> Any:  # noqa: N803
    """Compute the Kaiser window; differentiable by its shape."""
    if not is_traced(beta):
        return numpy.kaiser(M, beta)
    if M <= 1:
        return numpy.kaiser(M, value_of(beta))
    n = numpy.arange(M) * (2.0 / (M - 1)) - 1.0
    return numpy.i0(beta * numpy.sqrt(1.0 - n * n)) / numpy.i0(beta)
