#: title = "two moves of an axis make an exchange"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        if self.axes is None:
            self.axes = (-2, -1)
        first, second = sorted(axis % a.ndim for axis in self.axes)
        a = np.moveaxis(a, second, first)
        return np.moveaxis(a, first + 1, second) if second > first else a

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
