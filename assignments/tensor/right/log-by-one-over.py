#: title = "Log multiplies by a reciprocal, EWisePow by exponentials"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return node.inputs[0] ** (-1) * out_grad

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        same = exp(b * log(a))
        return out_grad * same * b / a, out_grad * same * log(a)
