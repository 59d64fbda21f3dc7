#: title = "operations with parameters are dataclasses"

# %% [q1-powerscalar-answer]
from dataclasses import dataclass


@dataclass
class PowerScalar(TensorOp):
    """a to the power of a number"""

    scalar: float

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        return out_grad * (self.scalar * node.inputs[0] ** (self.scalar - 1))

# %% [q1-reshape-answer]
from dataclasses import dataclass


@dataclass(frozen=True)
class Reshape(TensorOp):
    """Another shape"""

    shape: tuple

    def compute(self, a):
        return a.reshape(self.shape)

    def gradient(self, out_grad, node):
        return out_grad.reshape(node.inputs[0].shape)
