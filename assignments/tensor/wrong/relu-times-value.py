#: title = "multiplied by the value, not by the slope"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-times-value"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return out_grad * node
