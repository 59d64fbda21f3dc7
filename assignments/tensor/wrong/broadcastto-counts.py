#: title = "how often each element was repeated, whatever comes in"
#: lose = ["q2-broadcastto", "q6-whole"]
#: misconception = "gradient-of-ones"

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
        axes = tuple(i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n)
        count = int(np.prod(self.shape)) // int(np.prod(shape))
        return Tensor(np.full(shape, float(count)))
