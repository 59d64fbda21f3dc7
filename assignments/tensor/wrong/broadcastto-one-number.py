#: title = "everything is added up, and each element gets the whole"
#: lose = ["q2-broadcastto", "q6-whole"]
#: misconception = "broadcast-everything-added-up"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        return out_grad.sum().broadcast_to(node.inputs[0].shape)
