#: title = "Summation adds up axis by axis from the last one, and puts them back from the first"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        if self.axes is None:
            return np.add.reduce(a, axis=None)
        axes = (self.axes,) if isinstance(self.axes, int) else tuple(self.axes)
        for axis in sorted([x % a.ndim for x in axes], reverse=True):
            a = np.add.reduce(a, axis=axis)
        return a

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = tuple(range(len(shape))) if self.axes is None else self.axes
        axes = (axes,) if isinstance(axes, int) else axes
        g = out_grad
        for axis in sorted(x % len(shape) for x in axes):
            g = g.reshape(g.shape[:axis] + (1,) + g.shape[axis:])
        return g.broadcast_to(shape)
