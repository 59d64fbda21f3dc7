#: title = "the gradient has no history"
#: lose = ["q5-log"]
#: misconception = "function-without-history"

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return Tensor(out_grad.numpy() / node.inputs[0].numpy())
