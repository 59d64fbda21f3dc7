#: title = "the logarithm to base ten"
#: lose = ["q5-log", "q6-whole"]
#: misconception = "log-base-ten"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log10(a)

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]
