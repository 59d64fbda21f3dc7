#: title = "the exponent is not lowered by one"
#: lose = ["q2-powerscalar", "q6-whole"]
#: misconception = "power-exponent-kept"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a**self.scalar
