#: title = "the slope is a difference of the operation's own results"
#: lose = ["q6-relu"]

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        x = node.inputs[0].realize_cached_data()
        h = 1e-6
        slope = (self.compute(x + h) - self.compute(x - h)) / (2 * h)
        return out_grad * Tensor(slope)
