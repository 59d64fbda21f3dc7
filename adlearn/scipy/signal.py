"""`scipy.signal`, for traced values where there are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.signal

from adlearn.numpy.dispatching import namespace_of
from adlearn.rules.scipy_signal import convolve

# Ours has more axes than SciPy's, for plain arrays too.
globals().update(
    {**namespace_of(scipy.signal, "adlearn.rules.scipy_filters"), "convolve": convolve}
)

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
