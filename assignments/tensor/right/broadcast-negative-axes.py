#: title = "the gradient of BroadcastTo counts axes from the end"

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        source = node.inputs[0].shape
        axes = []
        for k in range(1, len(self.shape) + 1):
            if k > len(source) or (source[-k] == 1 and self.shape[-k] != 1):
                axes.append(-k)
        return out_grad.sum(tuple(axes)).reshape(source)
