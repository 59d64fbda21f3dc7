"""What stands between two layers: functions of each entry, as modules without parameters.

They work on tensors and on arrays of nodes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.nn.module import Module
from adlearn.scalars.functions import relu


def softplus(x: Any) -> Any:
    """Compute ``log(1 + exp(x))``."""
    # At 0 the slope is that of the second part, 1/2; of -abs(x) it would be 0.
    return relu(x) + np.log1p(np.exp(np.where(x > 0, -x, x)))


class Tanh(Module):
    """The hyperbolic tangent, from -1 to 1.

    Examples
    --------
    >>> bool(Tanh()(0.5) == np.tanh(0.5))
    True
    """

    def forward(self, x: Any) -> Any:
        return np.tanh(x)


class Sigmoid(Module):
    """``1 / (1 + exp(-x))``, from 0 to 1; written so that no power is too large, and that small
    results keep their digits.

    Examples
    --------
    >>> float(Sigmoid()(0.0)), float(Sigmoid()(-40.0)), float(Sigmoid()(-1000.0))
    (0.5, 4.248354255291589e-18, 0.0)
    """

    def forward(self, x: Any) -> Any:
        return np.exp(-softplus(-x))


class ReLU(Module):
    """The larger of `x` and 0.

    Examples
    --------
    >>> ReLU()(np.array([-1.0, 2.0]))
    array([0., 2.])
    """

    def forward(self, x: Any) -> Any:
        return relu(x)


class Softplus(Module):
    """``log(1 + exp(x))``, a rounded ReLU, without numbers that are too large.

    Examples
    --------
    >>> Softplus()(np.array([-1000.0, 0.0, 1000.0])).round(4)
    array([0.000e+00, 6.931e-01, 1.000e+03])
    """

    def forward(self, x: Any) -> Any:
        return softplus(x)


class Exp(Module):
    """The exponential.

    Examples
    --------
    >>> float(Exp()(0.0))
    1.0
    """

    def forward(self, x: Any) -> Any:
        return np.exp(x)
