#: title = "the gradient is computed with arrays, and has no history"
#: lose = ["q2-powerscalar"]
#: misconception = "gradient-without-history"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        x = node.inputs[0].numpy()
        return Tensor(out_grad.numpy() * self.scalar * x ** (self.scalar - 1))
