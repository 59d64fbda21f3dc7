"""`scipy.stats`, with distributions whose densities take traced values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scipy.stats

from adlearn.numpy.dispatching import namespace_of
from adlearn.scipy.counts import COUNTS
from adlearn.scipy.densities import DENSITIES
from adlearn.scipy.distributions import DISTRIBUTIONS
from adlearn.scipy.vectors import VECTORS

globals().update(namespace_of(scipy.stats) | DISTRIBUTIONS | DENSITIES | COUNTS | VECTORS)

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...
