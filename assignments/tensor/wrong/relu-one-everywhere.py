#: title = "the slope is 1 everywhere"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-slope-one-everywhere"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return out_grad
