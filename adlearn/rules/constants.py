"""Functions that do not change a little when their arguments do: steps, where things are, how many
they are, what they are equal to. They get and give plain arrays, and have no derivative."""

from __future__ import annotations

import numpy as np

from adlearn.tensors.primitive import DISPATCH, constant

STEPS = """
    ceil floor heaviside rint round around signbit trunc nextafter spacing
    equal greater greater_equal less less_equal not_equal
    logical_and logical_not logical_or logical_xor
    iscomplex iscomplexobj isfinite isinf isnan isneginf isposinf isreal isrealobj
"""
PLACES = """
    argmax argmin nanargmax nanargmin argsort argpartition lexsort argwhere nonzero flatnonzero
    searchsorted digitize count_nonzero
"""
FACTS = """
    all any isclose allclose array_equal array_equiv unique_counts unique_inverse unique_all
    ndim result_type shape size
"""
constant(*(getattr(np, name) for name in (STEPS + PLACES + FACTS).split()), np.linalg.matrix_rank)
if hasattr(np, "fix"):
    DISPATCH[np.fix] = DISPATCH[np.trunc]  # what NumPy calls it too, since it deprecates `fix`
