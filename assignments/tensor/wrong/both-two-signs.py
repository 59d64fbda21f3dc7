#: title = "two signs are wrong, which cancel where both are used"
#: lose = ["q2-negate", "q2-ewisediv", "q6-whole"]
#: misconception = ["negate-sign-forgotten", "quotient-sign-forgotten"]

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return out_grad

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, (-1.0) * (-1.0) * (out_grad * a / b**2)
