#: title = "compute reads the numbers column by column"
#: lose = ["q1-reshape", "q6-whole"]
#: misconception = "reshape-by-columns"

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape, order='F')

    def gradient(self, out_grad, node):
        return out_grad.reshape(node.inputs[0].shape)
