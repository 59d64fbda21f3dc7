"""What rules of one's own use for functions that broadcast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.primitive import value_of


def unbroadcast_f(target: Any, f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a rule that sums out what broadcasting added, so that it fits the shape of `target`.

    Examples
    --------
    >>> unbroadcast_f(np.ones(3), lambda g: 2.0 * g)(np.ones((2, 3)))
    array([4., 4., 4.])
    """
    shape = np.shape(value_of(target))
    return lambda g: unbroadcast(f(g), shape)
