#: title = "compute reshapes to the exchanged shape"
#: lose = ["q1-transpose", "q6-whole"]
#: misconception = "transpose-forward-by-reshape"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        shape = list(a.shape)
        shape[first], shape[second] = shape[second], shape[first]
        return a.reshape(shape)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
