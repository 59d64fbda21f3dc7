#: title = "the gradient has no history"
#: lose = ["q2-reshape"]
#: misconception = "gradient-without-history"

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        return Tensor(out_grad.numpy().reshape(node.inputs[0].shape))
