#: title = "the gradient has no history"
#: lose = ["q6-relu"]
#: misconception = "relu-without-history"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        mask = (node.inputs[0].realize_cached_data() > 0).astype(node.dtype)
        return Tensor(out_grad.numpy() * mask)
