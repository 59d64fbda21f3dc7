#: title = "the result is used as a plain array, so a second derivative misses a part"
#: lose = ["q2-ewisediv"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        quotient = Tensor.make_const(node.realize_cached_data())
        return out_grad / b, -(out_grad * quotient / b)
