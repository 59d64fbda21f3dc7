#: title = "axes=0 counts as no axes, because 0 is false"
#: lose = ["q2-summation"]
#: misconception = "sum-axis-zero-is-all"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = self.axes or tuple(range(len(shape)))
        if isinstance(axes, int):
            axes = (axes,)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(kept).broadcast_to(shape)
