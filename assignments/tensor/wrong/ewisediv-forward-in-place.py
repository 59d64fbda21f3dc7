#: title = "compute divides the first input in place"
#: lose = ["q1-ewisediv", "q6-whole"]
#: misconception = "forward-in-place"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        a /= b
        return a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)
