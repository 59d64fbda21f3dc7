"""`numpy.linalg`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

from adlearn.numpy.dispatching import namespace_of

globals().update(namespace_of(numpy.linalg))

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
