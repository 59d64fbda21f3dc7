#: title = "the slope is 1 above 1"
#: lose = ["q6-relu", "q6-whole"]

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        mask = (node.realize_cached_data() > 1).astype(node.dtype)
        return out_grad * Tensor(mask)
