#: title = "an axis that is a plain number is not thought of"
#: lose = ["q2-summation", "q6-whole"]
#: misconception = "sum-one-axis-is-no-tuple"

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
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
