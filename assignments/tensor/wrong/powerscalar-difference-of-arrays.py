#: title = "the derivative is a difference of arrays"
#: lose = ["q2-powerscalar"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        x = node.inputs[0].realize_cached_data()
        h = 1e-6
        slope = (self.compute(x + h) - self.compute(x - h)) / (2 * h)
        return out_grad * Tensor(slope)
