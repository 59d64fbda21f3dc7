#: title = "the derivative with respect to the number"
#: lose = ["q2-divscalar", "q6-whole"]
#: misconception = "quotient-by-number-as-denominator"

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return -(out_grad * a) / self.scalar**2
