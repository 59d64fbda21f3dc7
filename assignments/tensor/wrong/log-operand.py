#: title = "the gradient is multiplied by the operand"
#: lose = ["q5-log", "q6-whole"]
#: misconception = "log-multiplied"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return out_grad * node.inputs[0]
