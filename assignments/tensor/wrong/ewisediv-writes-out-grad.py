#: title = "the array of out_grad is divided in place"
#: lose = ["q2-ewisediv", "q6-whole"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        out_grad.cached_data /= b.realize_cached_data()
        return out_grad, -(out_grad * a / b)
