"""`scipy.special`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.special

from adlearn.numpy.dispatching import namespace_of

globals().update(namespace_of(scipy.special, "adlearn.rules.scipy_special_rules"))

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
