#: title = "the derivative is a difference of two logarithms, in tensors"
#: lose = ["q5-log"]

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        h = 1e-5
        return out_grad * (log(a + h) - log(a + (-h))) / (2 * h)
