"""Functions that do not change a little when their arguments do: steps, where things are, how many
they are, what they are equal to. They get and give plain arrays, and have no derivative."""

from __future__ import annotations

import numpy as np

from adlearn.rules.arrays_asked import refuse_out
from adlearn.tensors.dispatch import CONSTANT, DISPATCH, constant, implements, step

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
