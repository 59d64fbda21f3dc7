#: title = "moved back twice"
#: lose = ["q2-transpose", "q6-whole"]
#: misconception = "transpose-handed-on"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes).transpose(self.axes)
