#: title = "axes are put back in the order in which they are listed"
#: lose = ["q2-summation"]

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else self.axes
        axes = (axes,) if isinstance(axes, int) else axes
        kept = list(out_grad.shape)
        for axis in axes:
            kept.insert(axis % len(shape), 1)
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
