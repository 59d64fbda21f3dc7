#: title = "gradients multiply arrays by tensors, which the framework refuses"
#: lose = ["q2-ewisepow", "q2-powerscalar", "q6-whole"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        a = node.inputs[0].numpy()
        return (self.scalar * a ** (self.scalar - 1)) @ out_grad

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * np.log(a)
