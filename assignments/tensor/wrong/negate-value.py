#: title = "the value is returned, not what comes in"
#: lose = ["q2-negate", "q6-whole"]
#: misconception = "negate-operand"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return node
