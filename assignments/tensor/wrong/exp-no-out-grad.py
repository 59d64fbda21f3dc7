#: title = "the result is returned, whatever comes in"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "function-of-ones"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return node
