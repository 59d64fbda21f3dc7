#: title = "added up over new axes, not over those of size 1"
#: lose = ["q2-broadcastto"]
#: misconception = "broadcast-only-new-axes"

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
        return out_grad.sum(tuple(range(more)))
