"""A small engine's names: `Variable`, `Module` with `collect_parameters` and `forward_dataset`,
activations and `MSELoss`; `optimizer.GD`; `nn.Linear` and `nn.Dataset`.

What is computed is done by this library's tensors.
"""

from adlearn.nn import (
    Exp as Exp,
    MSELoss as MSELoss,
    Tanh as Tanh,
)

from . import nn as nn, optimizer as optimizer
from .activations import ReLU as ReLU, Sigmoid as Sigmoid, Softplus as Softplus
from .module import Module as Module
from .variable import Variable as Variable

__all__ = [
    *("Exp", "MSELoss", "Module", "ReLU", "Sigmoid", "Softplus", "Tanh", "Variable"),
    *("nn", "optimizer"),
]
