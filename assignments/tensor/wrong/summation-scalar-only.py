#: title = "out_grad is taken for one number"
#: lose = ["q2-summation", "q6-whole"]
#: misconception = "sum-one-number-for-all"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        return Tensor(np.full(node.inputs[0].shape, out_grad.numpy().flat[0]))
