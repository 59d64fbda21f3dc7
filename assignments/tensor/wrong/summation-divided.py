#: title = "what comes in is divided by how many were added, as for a mean"
#: lose = ["q2-summation", "q6-whole"]
#: misconception = "sum-divided-by-count"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        kept = tuple(kept)
        count = int(np.prod(shape)) / int(np.prod(node.shape))
        return out_grad.reshape(kept).broadcast_to(shape) / count
