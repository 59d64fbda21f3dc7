#: title = "the shape of the array in out_grad is changed in place"
#: lose = ["q2-reshape", "q6-whole"]

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        out_grad.cached_data.shape = node.inputs[0].shape
        return out_grad
