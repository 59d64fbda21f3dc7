#: title = "axes are compared from the left"
#: lose = ["q2-broadcastto", "q6-whole"]
#: misconception = "broadcast-compared-from-the-left"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = tuple(i for i in range(len(self.shape)) if i >= len(shape) or shape[i] != self.shape[i])
        return out_grad.sum(axes).reshape(shape)
