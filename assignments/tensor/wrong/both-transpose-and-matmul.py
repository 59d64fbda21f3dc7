#: title = "all axes are turned in compute of Transpose, and MatMul does not add up its batch"
#: lose = ["q1-transpose", "q2-matmul"]
#: misconception = ["matmul-only-matrices", "transpose-all-axes"]

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.transpose(a) if self.axes is None else np.swapaxes(a, *self.axes)

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad @ b.transpose(), a.transpose() @ out_grad
