#: title = "compute divides the number by the array"
#: lose = ["q1-divscalar", "q6-whole"]
#: misconception = "quotient-upside-down"

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return self.scalar / a

    def gradient(self, out_grad, node):
        return out_grad / self.scalar
