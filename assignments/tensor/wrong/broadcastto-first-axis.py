#: title = "only the first axis is added up"
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
        if out_grad.shape == shape:
            return out_grad
        return out_grad.sum(0).reshape(shape)
