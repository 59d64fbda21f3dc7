"""Functions that do not change a little when their arguments do: steps, where things are, how many
they are, what they are equal to. They get and give plain arrays, and have no derivative.

And functions that are smooth between their steps: a whole number in them, of turns or of powers of
two, does not change a little when the argument does.
"""

from __future__ import annotations

import math

import numpy as np

from adlearn.rules.arrays_asked import as_array, refuse_out
from adlearn.rules.indexing import getitem, where_
from adlearn.tensors.constructors import elementwise_by_pulls
from adlearn.tensors.dispatch import CONSTANT, DISPATCH, constant, implements, step
from adlearn.tensors.primitive import array_of, is_traced, value_of

STEPS = "ceil floor rint round around trunc"
TRUTHS = """
    signbit spacing
    equal greater greater_equal less less_equal not_equal
    logical_and logical_not logical_or logical_xor
    iscomplex iscomplexobj isfinite isinf isnan isneginf isposinf isreal isrealobj
"""
PLACES = """
    argmax argmin nanargmax nanargmin argsort argpartition lexsort argwhere nonzero flatnonzero
    searchsorted digitize count_nonzero
"""
FACTS = """
    all any isclose allclose array_equal array_equiv
    ndim result_type shape size
    common_type min_scalar_type may_share_memory shares_memory
    diag_indices_from tril_indices_from triu_indices_from array2string array_repr array_str
"""
constant(*(getattr(np, name) for name in (TRUTHS + PLACES + FACTS).split()), np.linalg.matrix_rank)
step(*(getattr(np, name) for name in STEPS.split()))
if hasattr(np, "fix"):  # since it is deprecated, `trunc` is what NumPy calls it too

    @implements(np.fix)
    def fix(x, out=None):
        refuse_out(out)
        return DISPATCH[np.trunc](x)

    CONSTANT.add(fix)

# Smooth between the steps


@implements(np.unwrap)
def unwrap(p, discont=None, axis: int = -1, *, period=2 * math.pi):
    """Add whole turns where a phase jumps."""
    p, plain, turn = as_array(p), array_of(p), value_of(period)
    expected = np.unwrap(plain, value_of(discont), axis, period=turn)
    turns = np.where(expected == plain, 0.0, np.rint((expected - plain) / turn))
    return (p + turns * period).astype(expected.dtype)


@implements(np.frexp)
def frexp(x, /):
    """Take a number apart: what is left when a power of two is taken out, and the power."""
    exponent = np.frexp(value_of(x))[1]
    return np.ldexp(x, -exponent), exponent


implements(np.nextafter)(
    elementwise_by_pulls(np.nextafter, lambda g, ans, x, y: g, lambda g, ans, x, y: g * 0.0)
)


@implements(np.heaviside)
def heaviside(x1, x2, /):
    """Step from 0 to 1; at the step itself the answer is the second argument."""
    plain = np.heaviside(value_of(x1), value_of(x2))
    if not is_traced(x2):
        return plain
    return where_(value_of(x1) == 0, x2, plain)


@implements(np.trim_zeros)
def trim_zeros(filt, trim: str = "fb", **axes):
    """Leave out the zeros at the ends, along each axis."""
    plain = array_of(filt)
    np.trim_zeros(plain, trim, **axes)  # refuses what NumPy refuses
    axis = axes.get("axis")
    trimmed = range(plain.ndim) if axis is None else np.atleast_1d(axis) % plain.ndim
    if not len(trimmed):
        return filt
    index = []
    for i, place in enumerate(np.nonzero(plain)):
        start, stop = (place.min(), place.max() + 1) if place.size else (0, 0)
        if place.size and "f" not in trim.lower():
            start = 0
        if place.size and "b" not in trim.lower():
            stop = plain.shape[i]
        index.append(slice(start, stop) if i in trimmed else slice(None))
    return filt[index[0]] if isinstance(filt, (list, tuple)) else getitem(filt, tuple(index))
