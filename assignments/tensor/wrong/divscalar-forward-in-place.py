#: title = "compute divides the input in place"
#: lose = ["q1-divscalar", "q6-whole"]
#: misconception = "forward-in-place"

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        np.divide(a, self.scalar, out=a)
        return a

    def gradient(self, out_grad, node):
        return out_grad / self.scalar
