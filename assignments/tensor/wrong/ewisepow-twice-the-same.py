#: title = "the exponent gets what the base gets"
#: lose = ["q2-ewisepow", "q6-whole"]
#: misconception = "pow-one-gradient-for-both"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        grad = out_grad * b * a ** (b - 1)
        return grad, grad
