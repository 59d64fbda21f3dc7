#: title = "the array of out_grad is negated in place"
#: lose = ["q2-negate", "q6-whole"]

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        out_grad.cached_data *= -1
        return out_grad
