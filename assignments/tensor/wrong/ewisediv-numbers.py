#: title = "the gradients are computed with arrays and have no history"
#: lose = ["q2-ewisediv"]
#: misconception = "gradient-without-history"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = (x.numpy() for x in node.inputs)
        g = out_grad.numpy()
        return Tensor(g / b), Tensor(-g * a / b**2)
