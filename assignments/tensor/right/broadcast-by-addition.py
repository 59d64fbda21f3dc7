#: title = "compute of BroadcastTo adds zeros of the shape, and of Negate subtracts from zero"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return a + np.zeros(self.shape, dtype=a.dtype)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = tuple(i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n)
        return out_grad.sum(axes).reshape(shape)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return 0 - a

    def gradient(self, out_grad, node):
        return 0.0 - out_grad
