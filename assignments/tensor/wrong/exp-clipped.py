#: title = "cut off above 1"
#: lose = ["q5-exp"]

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(np.minimum(a, 1.0))

    def gradient(self, out_grad, node):
        return out_grad * node
