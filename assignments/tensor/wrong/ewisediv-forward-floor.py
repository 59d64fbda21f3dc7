#: title = "compute divides with //"
#: lose = ["q1-ewisediv", "q6-whole"]
#: misconception = "quotient-whole-numbers"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a // b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)
