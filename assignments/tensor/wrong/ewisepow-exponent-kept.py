#: title = "the exponent is not lowered by one"
#: lose = ["q2-ewisepow", "q6-whole"]
#: misconception = "pow-exponent-kept"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a**b, out_grad * node * log(a)
