#: title = "minus the absolute value of what comes in"
#: lose = ["q2-negate", "q6-whole"]

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return -((out_grad**2) ** 0.5)
