#: title = "compute also cuts off above 6"
#: lose = ["q6-relu"]

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.clip(a, 0, 6)

    def gradient(self, out_grad, node):
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
