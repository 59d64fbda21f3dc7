#: title = "compute of Summation moves its axes to the end, reshapes and adds up the rows"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        if self.axes is None:
            return a.reshape(-1).sum()
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes,)
        axes = sorted(axis % a.ndim for axis in axes)
        rest = [i for i in range(a.ndim) if i not in axes]
        rows = a.transpose(rest + axes).reshape([a.shape[i] for i in rest] + [-1])
        return rows.sum(axis=-1)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
