#: title = "only the right operand's gradient is added up over the batch"
#: lose = ["q2-matmul"]

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        extra = len(by_b.shape) - len(b.shape)
        if extra > 0:
            by_b = by_b.sum(tuple(range(extra)))
        return by_a, by_b
