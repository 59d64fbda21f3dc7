#: title = "multiplied by the operand, not by the result"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "exp-input-for-result"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return out_grad * node.inputs[0]
