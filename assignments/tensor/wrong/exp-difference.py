#: title = "the derivative is a difference of two exponentials, in tensors"
#: lose = ["q5-exp"]

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        h = 1e-5
        return out_grad * (exp(a + h) - exp(a + (-h))) / (2 * h)
