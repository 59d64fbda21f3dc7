#: title = "sums are not spread by their axes, broadcasts are not added up by theirs"
#: lose = ["q2-summation", "q2-broadcastto", "q6-whole"]
#: misconception = ["broadcast-everything-added-up", "sum-broadcast-without-reshape"]

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        return out_grad.broadcast_to(node.inputs[0].shape)

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        return out_grad.sum().broadcast_to(node.inputs[0].shape)
