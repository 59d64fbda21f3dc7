#: title = "base and exponent have changed places"
#: lose = ["q1-powerscalar", "q6-whole"]
#: misconception = "power-base-and-exponent-exchanged"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return np.power(self.scalar, a)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)
