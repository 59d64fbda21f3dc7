#: title = "the slope is the result divided by the input, which is no number at 0"
#: lose = ["q6-whole"]

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        before = node.inputs[0].realize_cached_data()
        slope = node.realize_cached_data() / before
        return out_grad * Tensor(slope)
