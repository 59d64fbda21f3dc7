#: title = "compute writes down a permutation and does not find negative axes in it"
#: lose = ["q1-transpose"]

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (a.ndim - 2, a.ndim - 1)
        order = [second if i == first else first if i == second else i for i in range(a.ndim)]
        return np.transpose(a, order)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)
