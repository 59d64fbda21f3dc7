#: title = "compute gives NumPy scalars and lists, which the framework makes arrays of"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return (-a).tolist()

    def gradient(self, out_grad, node):
        return -out_grad

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return [x / self.scalar for x in a] if a.ndim else a / self.scalar

    def gradient(self, out_grad, node):
        return out_grad / self.scalar
