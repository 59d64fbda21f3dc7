#: title = "only the numerator's gradient is returned"
#: lose = ["q2-ewisediv", "q6-whole"]
#: misconception = "gradient-second-operand-forgotten"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[1]
