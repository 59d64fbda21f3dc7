#: title = "ones of 64 bits take float32 along"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.ones(self.shape) * a

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = tuple(i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n)
        return out_grad.sum(axes).reshape(shape)
