#: title = "what is cut off is what comes in"
#: lose = ["q6-relu", "q6-whole"]
#: misconception = "relu-by-the-sign-of-out-grad"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return relu(out_grad)
