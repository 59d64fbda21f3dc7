#: title = "compute writes its result into the input"
#: lose = ["q1-powerscalar", "q6-whole"]
#: misconception = "forward-in-place"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        a **= self.scalar
        return a

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)
