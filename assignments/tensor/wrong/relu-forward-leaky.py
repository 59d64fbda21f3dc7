#: title = "compute leaves a hundredth of what is negative"
#: lose = ["q6-relu"]
#: misconception = "relu-leaky"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.where(a > 0, a, 0.01 * a)

    def gradient(self, out_grad, node):
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
