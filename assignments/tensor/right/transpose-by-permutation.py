#: title = "Transpose writes a permutation down"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        order = list(range(a.ndim))
        x, y = (a.ndim - 2, a.ndim - 1) if self.axes is None else self.axes
        order[x], order[y] = order[y], order[x]
        return a.transpose(order)

    def gradient(self, out_grad, node):
        return transpose(out_grad, self.axes)
