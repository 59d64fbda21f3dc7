#: title = "compute takes the exponent for the base"
#: lose = ["q1-ewisepow", "q6-whole"]
#: misconception = "power-base-and-exponent-exchanged"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return b**a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(a)
