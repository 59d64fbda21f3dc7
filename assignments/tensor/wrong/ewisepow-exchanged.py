#: title = "the exponent's gradient is returned first"
#: lose = ["q2-ewisepow", "q6-whole"]
#: misconception = "pow-gradients-exchanged"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * node * log(a), out_grad * b * a ** (b - 1)
