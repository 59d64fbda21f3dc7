#: title = "PowerScalar treats exponents 0 and 1 apart"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return np.power(a, self.scalar)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        if self.scalar == 0:
            return out_grad * Tensor.make_const(np.zeros(a.shape))
        if self.scalar == 1:
            return out_grad
        return out_grad * (power_scalar(a, self.scalar - 1) * self.scalar)
