#: title = "the gradient is added up as an array and has no history"
#: lose = ["q2-broadcastto"]
#: misconception = "gradient-without-history"

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
        return Tensor(out_grad.numpy().sum(axis=axes).reshape(shape))
