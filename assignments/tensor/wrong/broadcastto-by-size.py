#: title = "an axis counts as new if its size does not occur in the input's shape"
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
        axes = tuple(i for i, n in enumerate(self.shape) if n not in shape)
        return out_grad.sum(axes).reshape(shape)
