"""`scipy.fft`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.fft

from adlearn.numpy.dispatching import namespace_of

globals().update(namespace_of(scipy.fft, "adlearn.rules.scipy_fourier"))

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
