#: title = "the last axes are added up, not the first"
#: lose = ["q2-matmul"]

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        more = len(by_a.shape) - len(a.shape)
        if more > 0:
            by_a = by_a.sum(tuple(range(-more, 0)))
        more = len(by_b.shape) - len(b.shape)
        if more > 0:
            by_b = by_b.sum(tuple(range(-more, 0)))
        return by_a.reshape(a.shape), by_b.reshape(b.shape)
