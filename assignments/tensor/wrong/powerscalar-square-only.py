#: title = "the gradient is that of a square, whatever the exponent"
#: lose = ["q2-powerscalar"]
#: misconception = "power-always-a-square"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        return out_grad * 2.0 * node.inputs[0]
