#: title = "the two gradients have changed places"
#: lose = ["q2-ewisediv", "q6-whole"]
#: misconception = "quotient-gradients-exchanged"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return -(out_grad * a / b**2), out_grad / b
