#: title = "new axes are added up one by one, each by its number in the beginning"
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
        grad = out_grad
        for i in range(len(self.shape) - len(shape)):
            grad = grad.sum(i)
        axes = tuple(i for i, n in enumerate(shape) if n == 1)
        return grad.sum(axes).reshape(shape)
