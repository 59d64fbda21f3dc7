#: title = "the result is a constant in the gradient"
#: lose = ["q5-exp"]
#: misconception = "function-without-history"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return out_grad * node.detach()
