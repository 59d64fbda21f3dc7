#: title = "the gradient has no history"
#: lose = ["q2-divscalar"]
#: misconception = "gradient-without-history"

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        return Tensor(out_grad.numpy() / self.scalar)
