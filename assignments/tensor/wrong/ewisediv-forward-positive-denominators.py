#: title = "the denominator is cut off below"
#: lose = ["q1-ewisediv"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / np.maximum(b, 1e-8)

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)
