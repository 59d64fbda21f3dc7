#: title = "added up over new batch axes, but not over those of size 1"
#: lose = ["q2-matmul"]
#: misconception = "matmul-only-new-axes"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        if len(by_a.shape) > len(a.shape):
            by_a = by_a.sum(tuple(range(len(by_a.shape) - len(a.shape))))
        if len(by_b.shape) > len(b.shape):
            by_b = by_b.sum(tuple(range(len(by_b.shape) - len(b.shape))))
        return by_a, by_b
