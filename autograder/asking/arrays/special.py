"""Arrays that operations are asked on whatever the seed: drawn ones hold no such numbers.

They are small and large, of both signs, and 0 and 1, as far as each function is defined there.
"""

from __future__ import annotations

import numpy as np

from autograder.asking.arrays.operations import Case

__all__ = ["DIVIDE", "EXP", "LOG", "POWER", "TANH", "added_up"]


def _of(*operands: list[float]) -> Case:
    return {}, operands


EXP = _of([-20.0, -6.0, 0.0, 1.0, 9.0])
LOG = _of([1e-3, 0.02, 1.0, 40.0, 5e3])
TANH = _of([-30.0, -3.0, 0.0, 0.01, 5.0])
DIVIDE = _of([0.0, 3.0, -200.0, 1e-3], [5.0, -0.01, 40.0, 1e-3])
POWER = _of([0.01, 9.0, 1.0, 2.0], [3.0, 2.5, -4.0, 0.0])


def added_up(**keywords: object) -> Case:
    """Give an array of three axes, no two of one length, with keywords that say which go."""
    return keywords, (np.arange(24.0).reshape(2, 3, 4) / 4,)
