#: title = "compute takes tuples only: an axis that is a number fails"
#: lose = ["q1-summation", "q6-whole"]

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        axes = range(a.ndim) if self.axes is None else self.axes
        for axis in sorted((axis % a.ndim for axis in axes), reverse=True):
            a = a.sum(axis=axis)
        return a

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
