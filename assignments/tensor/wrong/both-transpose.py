#: title = "both directions of Transpose know the last two axes only"
#: lose = ["q1-transpose", "q2-transpose"]
#: misconception = ["transpose-axes-ignored", "transpose-last-two-back"]

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.swapaxes(a, -1, -2)

    def gradient(self, out_grad, node):
        return out_grad.transpose()
