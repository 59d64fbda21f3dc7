#: title = "compute takes the pair for a permutation of all axes"
#: lose = ["q1-transpose"]
#: misconception = "transpose-all-axes"

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.transpose(a, self.axes)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
