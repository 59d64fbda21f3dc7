#: title = "gradient takes its inputs apart by index, map and star"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        (a, b), g = node.inputs, out_grad
        first, *rest = (g / b, g * a)
        return (first, *map(lambda t: -t / b**2, rest))

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        [a, *_] = node.inputs
        n = self.scalar
        return n * out_grad * a ** (n - 1)
