#: title = "the denominator is treated as a constant and gets zeros"
#: lose = ["q2-ewisediv", "q6-whole"]
#: misconception = "gradient-second-operand-forgotten"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, Tensor(np.zeros(b.shape))
