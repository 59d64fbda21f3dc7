#: title = "transposed and then reshaped"
#: lose = ["q2-reshape", "q6-whole"]
#: misconception = "reshape-transposed-too"

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        g = out_grad.transpose() if len(out_grad.shape) > 1 else out_grad
        return g.reshape(node.inputs[0].shape)
