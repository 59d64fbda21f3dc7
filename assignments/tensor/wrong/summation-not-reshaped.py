#: title = "broadcast without bringing the summed axes back first"
#: lose = ["q2-summation", "q6-whole"]
#: misconception = "sum-broadcast-without-reshape"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        return out_grad.broadcast_to(node.inputs[0].shape)
