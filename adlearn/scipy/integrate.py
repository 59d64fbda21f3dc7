"""`scipy.integrate`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.integrate

import adlearn.scipy.differential_equations  # noqa: F401  the rules
from adlearn.numpy import namespace_of

globals().update(namespace_of(scipy.integrate))

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
