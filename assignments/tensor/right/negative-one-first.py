#: title = "signs stand in front as -1.0"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        lhs, rhs = node.inputs
        grad_lhs = out_grad * rhs ** (-1.0)
        grad_rhs = (-1.0) * out_grad * lhs * rhs ** (-2.0)
        return grad_lhs, grad_rhs
