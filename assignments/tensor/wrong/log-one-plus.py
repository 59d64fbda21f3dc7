#: title = "the logarithm of 1 + a"
#: lose = ["q5-log", "q6-whole"]
#: misconception = "log-of-one-more"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log1p(a)

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]
