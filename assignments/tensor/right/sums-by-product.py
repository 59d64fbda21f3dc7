#: title = "the gradient of Summation multiplies by ones after reshaping and broadcasting"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = list(node.inputs[0].shape)
        axes = self.axes
        if axes is None:
            axes = range(len(shape))
        elif isinstance(axes, (int, np.integer)):
            axes = [axes]
        for axis in axes:
            shape[axis] = 1
        ones = Tensor(np.ones(node.inputs[0].shape), requires_grad=False)
        return ones * out_grad.reshape(tuple(shape)).broadcast_to(node.inputs[0].shape)
