#: title = "the loss is built with an operation of the student's own"

# %% [q5-loss-answer]
class LogSumExp(TensorOp):
    """The logarithm of the sum of exponentials of each row, kept as a column"""

    def compute(self, Z):
        top = Z.max(axis=1, keepdims=True)
        return np.log(np.exp(Z - top).sum(axis=1, keepdims=True)) + top

    def gradient(self, out_grad, node):
        (Z,) = node.inputs
        return out_grad.broadcast_to(Z.shape) * exp(Z - node.broadcast_to(Z.shape))


def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    m = Z.shape[0]
    return (LogSumExp()(Z).sum() - (Z * y_one_hot).sum()) / m
