#: title = "compute repeats the array as often as the shape says"
#: lose = ["q1-broadcastto", "q6-whole"]
#: misconception = "broadcast-tiled"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.tile(a, self.shape)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = tuple(i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n)
        return out_grad.sum(axes).reshape(shape)
