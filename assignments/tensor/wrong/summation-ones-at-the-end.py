#: title = "the axes of size 1 are put at the end, wherever they were"
#: lose = ["q2-summation", "q6-whole"]
#: misconception = "sum-axes-at-the-end"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        kept = tuple(out_grad.shape) + (1,) * (len(shape) - len(out_grad.shape))
        return out_grad.reshape(kept).broadcast_to(shape)
