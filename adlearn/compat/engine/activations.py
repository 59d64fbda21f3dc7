"""Activations that are no function of NumPy, which variables would answer by themselves."""

from __future__ import annotations

from typing import Any

from adlearn import nn
from adlearn.compat.engine.variable import unwrapped, wrapped


class ReLU(nn.ReLU):
    """The larger of `x` and 0.

    Examples
    --------
    >>> from adlearn.compat.engine import ReLU, Variable
    >>> ReLU()(Variable([-1, 2]))
    Variable([0. 2.])
    """

    def forward(self, x: Any) -> Any:
        return wrapped(super().forward(unwrapped(x)))


class Softplus(nn.Softplus):
    """``log(1 + exp(x))``, a rounded ReLU.

    Examples
    --------
    >>> from adlearn.compat.engine import Softplus, Variable
    >>> Softplus()(Variable(1000))
    Variable(1000.0)
    """

    def forward(self, x: Any) -> Any:
        return wrapped(super().forward(unwrapped(x)))


class Sigmoid(nn.Sigmoid):
    """``1 / (1 + exp(-x))``, from 0 to 1.

    Examples
    --------
    >>> from adlearn.compat.engine import Sigmoid, Variable
    >>> Sigmoid()(Variable(0))
    Variable(0.5)
    """

    def forward(self, x: Any) -> Any:
        return wrapped(super().forward(unwrapped(x)))
