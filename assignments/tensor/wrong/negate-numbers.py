#: title = "the gradient has no history"
#: lose = ["q2-negate"]
#: misconception = "gradient-without-history"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return Tensor(-out_grad.numpy())
