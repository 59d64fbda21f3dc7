#: title = "compute is the absolute value"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-absolute"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.abs(a)

    def gradient(self, out_grad, node):
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
