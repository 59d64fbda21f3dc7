#: title = "added up over the first axis only, however many there are"
#: lose = ["q2-matmul"]

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        if by_a.shape != a.shape:
            by_a = by_a.sum(0)
        if by_b.shape != b.shape:
            by_b = by_b.sum(0)
        return by_a, by_b
