#: title = "compute subtracts 1"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "exp-minus-one"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.expm1(a)

    def gradient(self, out_grad, node):
        return out_grad * node
