#: title = "what comes in is added up and spread over everything"
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
        return out_grad.sum().broadcast_to(node.inputs[0].shape)
