#: title = "compute ignores the axes"
#: lose = ["q1-transpose"]
#: misconception = "transpose-axes-ignored"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.swapaxes(a, -1, -2)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
