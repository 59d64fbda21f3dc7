#: title = "the derivative is a difference of the operation's own results, in tensors"
#: lose = ["q2-powerscalar"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        h = 1e-5
        return out_grad * ((a + h) ** self.scalar - (a - h) ** self.scalar) / (2 * h)
