#: title = "out_grad is not used"
#: lose = ["q2-divscalar", "q6-whole"]
#: misconception = "gradient-of-ones"

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        return Tensor(np.ones(node.shape)) / self.scalar
