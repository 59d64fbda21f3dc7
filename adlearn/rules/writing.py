"""NumPy's functions that write into an array. A traced array cannot be written to, and a traced
value cannot be written into a plain one; so each has a form here, with `inplace=False`, that
returns a new array.

Where each element of it comes from, NumPy says when it writes numbers of elements into numbers of
elements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import NotAssignable
from adlearn.rules.arrays_asked import as_array, dtype_of
from adlearn.rules.indexing import getitem
from adlearn.rules.joining import concatenate_
from adlearn.rules.shapes import astype, broadcast_to_, reshape_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of


def written(into, values, write: Callable[[Any, Any], None]):
    """Give the array that `write(into, values)` would leave."""
    into = as_array(into)
    values = astype(as_array(values), dtype_of(into))
    source = np.arange(np.size(into)).reshape(np.shape(into))
    write(source, source.size + np.arange(np.size(values)).reshape(np.shape(values)))
    both = concatenate_(0, reshape_(into, (-1,)), reshape_(values, (-1,)))
    return getitem(both, source)


def refuse(call: str) -> NotAssignable:
    """Make the error for writing in place."""
    return NotAssignable(
        f"numpy.{call.partition('(')[0]} writes into an array, and a traced value cannot be "
        f"written there. Use adlearn.numpy.{call}: it returns a new array."
    )


def writing(numpy_s, call: str, arrange: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that writes as NumPy's does, and with `inplace=False` returns a new array.

    `arrange` names the array, the values, and the function that writes them.
    """

    def function(*args: Any, inplace: bool = True, **kwargs: Any) -> Any:
        if not inplace:
            return written(*arrange(*args, **kwargs))
        if is_traced(*args, *kwargs.values()):
            raise refuse(call)
        return numpy_s(*args, **kwargs)

    function.__name__ = numpy_s.__name__
    function.__doc__ = (
        f"Write as `numpy.{function.__name__}` does; with `inplace=False`, into a new array, which "
        "is returned and has a derivative."
    )
    return implements(numpy_s)(function)


put_along_axis = writing(
    np.put_along_axis,
    "put_along_axis(arr, indices, values, axis, inplace=False)",
    lambda arr, indices, values, axis: (
        (arr, values, lambda a, v: np.put_along_axis(a, value_of(indices), v, axis))
    ),
)
fill_diagonal = writing(
    np.fill_diagonal,
    "fill_diagonal(a, val, inplace=False)",
    lambda a, val, wrap=False: (a, val, lambda a, v: np.fill_diagonal(a, v, wrap)),
)
put = writing(
    np.put,
    "put(a, ind, v, inplace=False)",
    lambda a, ind, v, mode="raise": (a, v, lambda a, v: np.put(a, value_of(ind), v, mode)),
)
place = writing(
    np.place,
    "place(arr, mask, vals, inplace=False)",
    lambda arr, mask, vals: (arr, vals, lambda a, v: np.place(a, value_of(mask), v)),
)
putmask = writing(
    np.putmask,
    "putmask(a, mask, values, inplace=False)",
    lambda a, mask, values: (a, values, lambda a, v: np.putmask(a, value_of(mask), v)),
)


@implements(np.copyto)
def copyto(dst, src, casting="same_kind", where=True):
    """Refuse: a copy in place is all that this function is for."""
    raise NotAssignable(
        "numpy.copyto writes into an array (so do numpy.full and numpy.full_like), and a traced "
        "value cannot be written there. Use adlearn.numpy.full or full_like to make an array of "
        "one value, and np.where(where, src, dst) to choose between two."
    )


# Methods of ufuncs


def ufunc_at(ufunc, a, indices, *b):
    """Give the array that `ufunc.at(a, indices, b)` leaves.

    A place that is named several times is changed as often: all of them once, then those that were
    named twice once more, and so on.
    """
    a = as_array(a)
    indices = value_of(indices)
    places = np.arange(np.size(a)).reshape(np.shape(a))[indices]
    values = [reshape_(broadcast_to_(as_array(v), np.shape(places)), (-1,)) for v in b]
    places = np.ravel(places)
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], places[order])
    turn = np.empty(len(places), int)
    turn[order] = np.arange(len(places)) - starts
    answer = reshape_(a, (-1,))
    for i in range(turn.max(initial=-1) + 1):
        mine = np.flatnonzero(turn == i)
        changed = ufunc(getitem(answer, places[mine]), *(getitem(v, mine) for v in values))
        answer = written(answer, changed, lambda a, v, at=places[mine]: np.put(a, at, v))
    return reshape_(answer, np.shape(a))
