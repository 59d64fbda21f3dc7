"""`scipy.linalg`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.linalg

from adlearn.numpy.dispatching import namespace_of

RULES = ("adlearn.rules.scipy_linalg", "adlearn.rules.scipy_factorizations")
globals().update(namespace_of(scipy.linalg, *RULES))

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
