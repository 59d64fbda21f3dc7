#: title = "compute is 1 / a"
#: lose = ["q1-negate", "q6-whole"]
#: misconception = "negate-reciprocal"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return 1 / a

    def gradient(self, out_grad, node):
        return -out_grad
