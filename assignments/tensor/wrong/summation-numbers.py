#: title = "the gradient is an array that was broadcast, without history"
#: lose = ["q2-summation"]
#: misconception = "gradient-without-history"

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
        return Tensor(np.broadcast_to(out_grad.numpy().reshape(kept), shape))
