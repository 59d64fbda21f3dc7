#: title = "negative axes are not found among the axes"
#: lose = ["q2-summation"]
#: misconception = "sum-negative-axes-unknown"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = self.axes if self.axes is not None else tuple(range(len(shape)))
        if isinstance(axes, int):
            axes = (axes,)
        kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
        return out_grad.reshape(kept).broadcast_to(shape)
