#: title = "what comes in is passed on"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "function-handed-on"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return out_grad
