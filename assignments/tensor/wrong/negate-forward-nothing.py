#: title = "compute returns what it gets"
#: lose = ["q1-negate", "q6-whole"]
#: misconception = "forward-hands-on"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        return -out_grad
