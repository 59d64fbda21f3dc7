#: title = "only the base gets a gradient"
#: lose = ["q2-ewisepow", "q6-whole"]
#: misconception = "gradient-second-operand-forgotten"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1)
