"""The keywords that every ufunc of NumPy takes: each is honoured or refused.

What a type keyword asks for is a conversion of the arguments before the operation; the axes of
functions of vectors and matrices (`np.matmul`, `np.vecdot`, ...) are moved to the end and back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, dtype_of
from adlearn.rules.shapes import astype, copy_
from adlearn.tensors.dispatch import CONSTANT

#: Types of Python's numbers, which have no precision of their own.
WEAK = {int, float, complex}


def with_keywords(ufunc: np.ufunc, function: Callable[..., Any], inputs: Any, keywords: Any) -> Any:
    """Call what takes a ufunc's place as the keywords say.

    Parameters
    ----------
    ufunc : ufunc
    function : callable
        The rule: takes the arguments without keywords.
    inputs : sequence
    keywords : dict
        Any of `where`, `dtype`, `signature`, `sig`, `casting`, `order`, `subok`, and for functions
        of vectors and matrices `axes`, `axis` and `keepdims`.

    Returns
    -------
    ndarray or traced value, or a tuple of them

    Raises
    ------
    MissingRule
        For `where=`: without `out=` it leaves elements unset.
    TypeError
        For what NumPy refuses as well.
    """
    if function in CONSTANT:
        return function(*inputs, **keywords)
    rest = dict(keywords)
    if rest.pop("where", True) is not True:
        raise MissingRule(
            f"numpy.{ufunc.__name__} with where= leaves the other elements unset. Choose after the "
            "operation, np.where(mask, f(x), other); where f is not defined, put a harmless "
            "argument there before, f(np.where(mask, x, 1.0))."
        )
    order, _ = rest.pop("order", "K"), rest.pop("subok", True)
    types = {key: rest.pop(key) for key in ("dtype", "signature", "sig", "casting") if key in rest}
    axes = {key: rest.pop(key) for key in ("axes", "axis", "keepdims") if key in rest}
    if rest or (axes and ufunc.signature is None):
        unknown = next(iter(rest or axes))
        raise TypeError(f"{ufunc.__name__}() got an unexpected keyword argument '{unknown}'")
    dtypes = None
    if types:
        dtypes = loop_of(ufunc, inputs, **types)
        inputs = [converted(x, dtype) for x, dtype in zip(inputs, dtypes, strict=False)]
    answers = along_axes(ufunc, function, inputs, **axes) if axes else function(*inputs)
    several = isinstance(answers, tuple)
    found = list(answers) if several else [answers]
    if dtypes is not None:
        found = [converted(y, dtype) for y, dtype in zip(found, dtypes[ufunc.nin :], strict=True)]
    if order not in ("K", None):
        found = [copy_(y, order) for y in found]
    return tuple(found) if several else found[0]


def converted(x: Any, dtype: np.dtype) -> Any:
    """Convert, if there is anything to convert."""
    return x if type(x) not in WEAK and dtype_of(x) == dtype else astype(as_array(x), dtype)


def loop_of(ufunc, inputs, dtype=None, signature=None, sig=None, casting="same_kind"):
    """Ask NumPy in which types it would compute: those of the arguments, then of the answers."""
    wanted = sig if signature is None else signature
    if wanted is None:
        wanted = [None] * ufunc.nin + [dtype] * ufunc.nout
    elif isinstance(wanted, str):
        wanted = wanted.replace("->", "")
    have = [type(x) if type(x) in WEAK else dtype_of(x) for x in inputs]
    return ufunc.resolve_dtypes(
        (*have, *[None] * ufunc.nout),
        signature=tuple(None if one is None else np.dtype(one) for one in wanted),
        casting=casting,
    )


def along_axes(ufunc, function, inputs, axes=None, axis=None, keepdims=None):
    """Move the axes that a function works on to the end, and those of its answer back."""
    inputs = [as_array(x) for x in inputs]
    *cores, of_answer = (
        len([letter for letter in core if letter.isalpha()])
        for core in ufunc.signature.replace("->", ",").split("),")
    )
    of_vectors = set(cores) == {1} and not of_answer
    if (axis is not None or keepdims is not None) and not of_vectors:
        raise TypeError(
            f"{ufunc.__name__} takes neither axis nor keepdims, which are for functions of vectors "
            f"alone: its signature is {ufunc.signature}. Pass axes="
        )
    if axes is None:
        axes = [-1 if axis is None else axis] * len(inputs)
    axes = [(one,) if np.ndim(one) == 0 else tuple(one) for one in axes]
    if len(axes) < len(inputs) + (of_answer > 0):
        raise ValueError("axes should be a list with an entry for all inputs and outputs")
    moved = [
        np.moveaxis(x, one, tuple(range(-len(one), 0)))
        for x, one in zip(inputs, axes, strict=False)
    ]
    answer = function(*moved)
    to = axes[len(inputs)] if len(axes) > len(inputs) else axes[0] if keepdims else ()
    if keepdims:
        return np.expand_dims(answer, to)
    return np.moveaxis(answer, tuple(range(-len(to), 0)), to) if to else answer
