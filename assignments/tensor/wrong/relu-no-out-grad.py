#: title = "what comes in is not used"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-of-ones"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        mask = (node.inputs[0].realize_cached_data() > 0).astype(node.dtype)
        return Tensor(mask)
