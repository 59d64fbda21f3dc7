#: title = "the rule for powers"
#: lose = ["q5-exp", "q6-whole"]
#: misconception = "exp-as-a-power"

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * a * exp(a - 1)
