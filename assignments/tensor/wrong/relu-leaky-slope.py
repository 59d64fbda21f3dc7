#: title = "a little slope is left where the input is negative"
#: lose = ["q6-relu"]
#: misconception = "relu-leaky-slope"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        mask = np.where(node.inputs[0].realize_cached_data() > 0, 1.0, 0.01)
        return out_grad * Tensor(mask)
