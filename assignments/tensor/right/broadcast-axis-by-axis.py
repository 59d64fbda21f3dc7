#: title = "the gradient of BroadcastTo adds up one axis after the other, the last one first"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        source = node.inputs[0].shape
        padded = (1,) * (len(self.shape) - len(source)) + tuple(source)
        g = out_grad
        for axis in reversed(range(len(self.shape))):
            if padded[axis] == 1:
                g = g.sum(axis)
        return g.reshape(source)
