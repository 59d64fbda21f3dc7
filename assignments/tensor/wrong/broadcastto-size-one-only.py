#: title = "added up over axes of size 1, new axes are not thought of"
#: lose = ["q2-broadcastto", "q6-whole"]
#: misconception = "broadcast-only-stretched-axes"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = tuple(i for i, n in enumerate(shape) if n == 1 and self.shape[i] != 1)
        return out_grad.sum(axes).reshape(shape)
