#: title = "out_grad is not used for the denominator"
#: lose = ["q2-ewisediv", "q6-whole"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(a / b**2)
