#: title = "operations inherit from given ones and from a base of the student's"

# %% [q1-powerscalar-answer]
class ScalarOp(TensorOp):
    """An operation with a number beside the tensor."""

    def __init__(self, scalar):
        super().__init__()
        self.scalar = scalar
        self.name = f"{type(self).__name__}({scalar})"


class PowerScalar(ScalarOp):
    """a to the power of a number"""

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)

# %% [q1-divscalar-answer]
class DivScalar(MulScalar):
    """Divide by a number: multiply by its inverse"""

    def __init__(self, scalar):
        super().__init__(1 / scalar)

# %% [q1-negate-answer]
class Negate(MulScalar):
    """-a"""

    def __init__(self):
        super().__init__(-1)
