"""Functions that call a function of yours, part by part: the parts are traced, and what it makes of
them is joined.
"""

from __future__ import annotations

import functools
import math
import re
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, dtype_of, normal_axis
from adlearn.rules.indexing import getitem
from adlearn.rules.joining import stack_
from adlearn.rules.shapes import astype, broadcast_to_, reshape_
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced


@implements(np.apply_along_axis)
def apply_along_axis(func1d, axis: int, arr, *args, **kwargs):
    arr = as_array(arr)
    axis, shape = normal_axis(axis, np.ndim(arr)), np.shape(arr)
    lead = shape[:axis] + shape[axis + 1 :]
    if not math.prod(lead):
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    rows = reshape_(np.moveaxis(arr, axis, -1), (math.prod(lead), shape[axis]))
    answer = joined([func1d(getitem(rows, i), *args, **kwargs) for i in range(len(rows))], lead)
    new = range(len(lead), np.ndim(answer))
    return np.moveaxis(answer, list(new), [axis + i for i in range(len(new))])


def joined(answers: list[Any], lead: tuple[int, ...], dtype=None):
    """Join answers of one shape. NumPy gives all of them the type of the first."""
    arrays = [as_array(answer) for answer in answers]
    dtype = dtype_of(arrays[0]) if dtype is None else dtype
    if np.dtype(dtype).kind not in "fc" and is_traced(arrays):
        raise MissingRule(
            f"NumPy gives all answers of your function the type of the first, {dtype}, which has "
            "no derivative. Let it return floats, such as 0.0 instead of 0 (or pass "
            "otypes=[float])."
        )
    return astype(reshape_(stack_(0, *arrays), lead + np.shape(arrays[0])), dtype)


@implements(np.apply_over_axes)
def apply_over_axes(func, a, axes):
    value = as_array(a)
    ndim = np.ndim(value)
    for axis in axes if np.ndim(axes) else (axes,):
        axis = ndim + axis if axis < 0 else axis
        answer = func(value, axis)
        value = answer if np.ndim(answer) == ndim else np.expand_dims(answer, axis)
        if np.ndim(value) != ndim:
            raise ValueError("function is not returning an array of the correct shape")
    return value


def vectorize(pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
    """Make a function of single numbers one of arrays: what `numpy.vectorize` does, with
    derivatives.

    Parameters
    ----------
    pyfunc : callable
    otypes : str or list of dtype, optional
        The types of the answers; by default those that the first element gives.
    doc : str, optional
    excluded : set of int or str, optional
        Arguments that are passed on whole.
    cache : bool, optional
        Nothing is called twice here, so there is nothing to keep.
    signature : str, optional
        The axes that the function takes and gives itself, as in "(n),(n)->()".

    Returns
    -------
    callable

    Examples
    --------
    >>> import adlearn as ad
    >>> clipped = vectorize(lambda t: t * t if t > 0 else 0.0 * t)
    >>> ad.grad(lambda x: np.sum(clipped(x)))(np.array([-1.0, 3.0]))
    array([0., 6.])
    """
    if pyfunc is None:
        return functools.partial(
            vectorize, otypes=otypes, doc=doc, excluded=excluded, cache=cache, signature=signature
        )
    whole = set(excluded or ())
    inputs = axes_of(signature.partition("->")[0]) if signature else None

    def vectorized(*args: Any, **kwargs: Any) -> Any:
        given = dict(enumerate(args)) | kwargs
        names = [name for name in given if name not in whole]
        arrays = [as_array(given[name]) for name in names]
        own = [len(axes) for axes in inputs] if inputs is not None else [0] * len(arrays)
        if len(own) != len(arrays):
            raise TypeError(f"wrong number of positional arguments: expected {len(own)}")
        ends = [np.shape(a)[np.ndim(a) - n :] for a, n in zip(arrays, own, strict=True)]
        check_lengths(inputs or [], ends)
        leads = [np.shape(a)[: np.ndim(a) - n] for a, n in zip(arrays, own, strict=True)]
        lead = np.broadcast_shapes(*leads)
        rows = [
            reshape_(broadcast_to_(a, lead + end), (math.prod(lead), *end))
            for a, end in zip(arrays, ends, strict=True)
        ]
        answers = []
        for i in range(math.prod(lead)):
            given |= {name: getitem(row, i) for name, row in zip(names, rows, strict=True)}
            answers.append(
                pyfunc(
                    *(given[place] for place in range(len(args))),
                    **{name: given[name] for name in kwargs},
                )
            )
        if not answers:
            return np.vectorize(pyfunc, otypes, excluded=excluded, signature=signature)(
                *(np.empty(np.shape(a)) for a in arrays)
            )
        if not isinstance(answers[0], tuple):
            return joined(answers, lead, otypes and otypes[0])
        types = otypes or [None] * len(answers[0])
        return tuple(
            joined(list(parts), lead, dtype)
            for parts, dtype in zip(zip(*answers, strict=True), types, strict=True)
        )

    functools.update_wrapper(vectorized, pyfunc)
    vectorized.__doc__ = doc or pyfunc.__doc__
    return vectorized


def axes_of(text: str) -> list[list[str]]:
    """Read the axes of each argument: "(n),(n,m)" becomes `[["n"], ["n", "m"]]`."""
    return [re.findall(r"\w+", part) for part in re.findall(r"\(([^)]*)\)", text)]


def check_lengths(inputs: list[list[str]], ends: list[tuple[int, ...]]) -> None:
    """Refuse arguments whose axes of one name have several lengths."""
    lengths: dict[str, int] = {}
    for axes, end in zip(inputs, ends, strict=False):
        for name, n in zip(axes, end, strict=True):
            if lengths.setdefault(name, n) != n:
                raise ValueError(f"inconsistent size for core dimension {name!r}: {n}")
