#: title = "the logarithm is that of the exponent"
#: lose = ["q2-ewisepow", "q6-whole"]
#: misconception = "pow-log-of-the-exponent"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(b)
