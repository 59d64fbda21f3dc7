#: title = "without axes, compute turns all of them round"
#: lose = ["q1-transpose"]
#: misconception = "transpose-all-axes"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        if self.axes is None:
            return np.transpose(a)
        return np.swapaxes(a, *self.axes)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
