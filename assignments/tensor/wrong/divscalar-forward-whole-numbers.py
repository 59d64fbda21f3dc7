#: title = "the number is made whole"
#: lose = ["q1-divscalar"]

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / int(self.scalar)

    def gradient(self, out_grad, node):
        return out_grad / self.scalar
