"""Functions that do not change a little when their arguments do: where things are, how many they
are, what they are equal to. They get and give plain arrays, and have no derivative."""

from __future__ import annotations

import numpy as np

from adlearn.tensors.primitive import constant

PLACES = """
    argmax argmin nanargmax nanargmin argsort argpartition lexsort argwhere nonzero flatnonzero
    searchsorted digitize count_nonzero
"""
FACTS = """
    all any isclose allclose array_equal array_equiv unique_counts unique_inverse unique_all
"""
constant(*(getattr(np, name) for name in (PLACES + FACTS).split()), np.linalg.matrix_rank)
