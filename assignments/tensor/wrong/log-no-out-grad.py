#: title = "out_grad is not used"
#: lose = ["q5-log", "q6-whole"]
#: misconception = "function-of-ones"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return node.inputs[0] ** -1
