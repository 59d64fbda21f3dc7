#: title = "the gradients of a matrix product as transposes of products"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a = (b @ out_grad.transpose()).transpose()
        by_b = (out_grad.transpose() @ a).transpose()
        if len(by_a.shape) > len(a.shape):
            by_a = by_a.sum(tuple(range(len(by_a.shape) - len(a.shape))))
        if len(by_b.shape) > len(b.shape):
            by_b = by_b.sum(tuple(range(len(by_b.shape) - len(b.shape))))
        for axis in range(len(a.shape) - 2):
            if by_a.shape[axis] != a.shape[axis]:
                shape = list(by_a.shape)
                shape[axis] = 1
                by_a = by_a.sum((axis,)).reshape(tuple(shape))
        for axis in range(len(b.shape) - 2):
            if by_b.shape[axis] != b.shape[axis]:
                shape = list(by_b.shape)
                shape[axis] = 1
                by_b = by_b.sum((axis,)).reshape(tuple(shape))
        return by_a, by_b
