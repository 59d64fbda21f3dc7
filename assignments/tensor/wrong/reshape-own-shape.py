#: title = "reshaped to the result's shape, which it has"
#: lose = ["q2-reshape", "q6-whole"]
#: misconception = "reshape-handed-on"

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        return out_grad.reshape(self.shape)
