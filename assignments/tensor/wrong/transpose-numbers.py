#: title = "the gradient has no history"
#: lose = ["q2-transpose"]
#: misconception = "gradient-without-history"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        first, second = self.axes or (-1, -2)
        return Tensor(np.swapaxes(out_grad.numpy(), first, second))
