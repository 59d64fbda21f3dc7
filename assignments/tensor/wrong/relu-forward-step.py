#: title = "compute is 0 or 1"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-only-sign"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return (a > 0).astype(a.dtype)

    def gradient(self, out_grad, node):
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
