#: title = "the power is a loop of products, which does nothing for exponents below 1"
#: lose = ["q1-powerscalar"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        result = np.ones_like(a)
        for _ in range(int(self.scalar)):
            result = result * a
        return result

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)
