#: title = "the logarithm to base two, and a loss that is a sum"
#: lose = ["q5-log", "q5-loss", "q6-whole"]
#: misconception = "log-base-two"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log2(a)

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    return (log(exp(Z).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)).sum()
