"""Finds the rule for a function of NumPy or SciPy, loading the family it belongs to.

Most programs need only what tensors load themselves, and the others are a fifth of the time to
import adlearn.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from adlearn.tensors.dispatch import DISPATCH


def rule_of(function: Any) -> Callable[..., Any] | None:
    """Give what takes a function's place on traced values; None if there is no rule."""
    if function not in DISPATCH:
        from adlearn.rules import numpy_rules  # noqa: F401  importing it fills DISPATCH

        if "scipy.special" in sys.modules:
            from adlearn.rules import scipy_special_rules  # noqa: F401
    return DISPATCH.get(function)


def method_of(ufunc: Any, method: str) -> Callable[..., Any]:
    """Give what takes the place of a method of a ufunc, such as `np.add.outer`."""
    from adlearn.rules import ufunc_methods

    return functools.partial(getattr(ufunc_methods, method), ufunc)
