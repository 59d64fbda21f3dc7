#: title = "out_grad's array is set to 0 in place"
#: lose = ["q6-relu"]

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        out_grad.realize_cached_data()[node.realize_cached_data() <= 0] = 0
        return out_grad
