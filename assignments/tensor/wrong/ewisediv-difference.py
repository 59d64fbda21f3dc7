#: title = "the derivatives are differences of quotients, in tensors"
#: lose = ["q2-ewisediv"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        h = 1e-5
        by_a = (divide(a + h, b) - divide(a - h, b)) / (2 * h)
        by_b = (divide(a, b + h) - divide(a, b - h)) / (2 * h)
        return out_grad * by_a, out_grad * by_b
