#: title = "cut off below 1e-2, so that nobody takes the logarithm of 0"
#: lose = ["q5-log"]

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(np.maximum(a, 1e-2))

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]
