#: title = "the base is made a constant first, so the second derivative is 0"
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
        a = Tensor.make_const(node.inputs[0].realize_cached_data())
        return out_grad * (self.scalar * a ** (self.scalar - 1))
