#: title = "a power of two"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "exp-base-two"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return 2.0**a

    def gradient(self, out_grad, node):
        return out_grad * node
