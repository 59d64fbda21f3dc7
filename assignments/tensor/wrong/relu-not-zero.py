#: title = "the slope is 1 where the input is not 0"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-slope-one-everywhere"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        mask = (node.inputs[0].realize_cached_data() != 0).astype(node.dtype)
        return out_grad * Tensor(mask)
