#: title = "axes are made a sorted tuple of positive numbers, or of None, when they are given and when the array is known"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = (axes,) if isinstance(axes, (int, np.integer)) else axes

    def positive(self, ndim):
        return tuple(range(ndim)) if self.axes is None else tuple(sorted(x % ndim for x in self.axes))

    def compute(self, a):
        return a.sum(axis=self.positive(a.ndim))

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = self.positive(len(shape))
        return out_grad.reshape([1 if i in axes else n for i, n in enumerate(shape)]).broadcast_to(shape)
