#: title = "without axes, compute exchanges the first two"
#: lose = ["q1-transpose"]
#: misconception = "transpose-first-two"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (0, 1)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
