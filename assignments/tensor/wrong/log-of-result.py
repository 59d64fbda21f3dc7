#: title = "divided by the result, not by the operand"
#: lose = ["q5-log", "q6-whole"]
#: misconception = "log-divided-by-the-result"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return out_grad / node
