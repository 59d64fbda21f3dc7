#: title = "the gradient of Summation finds the kept shape with NumPy's keepdims"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        x = node.inputs[0]
        kept = np.sum(x.realize_cached_data(), axis=self.axes, keepdims=True).shape
        return broadcast_to(reshape(out_grad, kept), x.shape)
