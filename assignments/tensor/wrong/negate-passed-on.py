#: title = "the sign is forgotten on the way back"
#: lose = ["q2-negate", "q6-whole"]
#: misconception = "negate-sign-forgotten"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return out_grad
