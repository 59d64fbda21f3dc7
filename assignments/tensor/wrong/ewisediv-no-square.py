#: title = "the denominator is not squared"
#: lose = ["q2-ewisediv", "q6-whole"]
#: misconception = "quotient-square-forgotten"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b)
