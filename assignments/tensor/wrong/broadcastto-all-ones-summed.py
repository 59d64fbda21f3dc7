#: title = "adds up over all that had size 1 in one go and leaves None if nothing was repeated"
#: lose = ["q2-broadcastto"]

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = [i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n]
        axes = tuple(axes) or None
        return out_grad.sum(axes).reshape(shape)
