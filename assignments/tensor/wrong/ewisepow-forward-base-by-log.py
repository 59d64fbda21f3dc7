#: title = "compute is exp(a log b)"
#: lose = ["q1-ewisepow", "q6-whole"]

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return np.exp(a * np.log(b))

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(a)
