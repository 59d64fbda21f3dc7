#: title = "several axes are not thought of"
#: lose = ["q2-summation", "q6-whole"]

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = list(node.inputs[0].shape)
        if self.axes is None:
            return out_grad.broadcast_to(shape)
        kept = list(shape)
        kept[self.axes] = 1
        return out_grad.reshape(kept).broadcast_to(shape)
