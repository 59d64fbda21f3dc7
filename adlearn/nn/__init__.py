"""Networks: modules that hold parameters, layers, losses, and where weights begin."""

from .activations import (
    Exp as Exp,
    ReLU as ReLU,
    Sigmoid as Sigmoid,
    Softplus as Softplus,
    Tanh as Tanh,
)
from .initializers import (
    glorot_normal as glorot_normal,
    glorot_uniform as glorot_uniform,
    he_normal as he_normal,
    he_uniform as he_uniform,
    normal as normal,
    zeros as zeros,
)
from .layers import MLP as MLP, Linear as Linear, Sequential as Sequential
from .losses import (
    CrossEntropyLoss as CrossEntropyLoss,
    MSELoss as MSELoss,
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
    cross_entropy as cross_entropy,
    mse_loss as mse_loss,
)
from .module import Module as Module, functional_call as functional_call

__all__ = [
    *("CrossEntropyLoss", "Exp", "Linear", "MLP", "MSELoss", "Module", "ReLU", "Sequential"),
    *("Sigmoid", "Softplus", "Tanh", "binary_cross_entropy_with_logits", "cross_entropy"),
    *("functional_call", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "mse_loss"),
    *("normal", "zeros"),
]
