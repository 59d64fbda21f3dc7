#: title = "the batch is averaged, not added up"
#: lose = ["q2-matmul"]
#: misconception = "matmul-batch-mean"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs

        def fit(grad, shape):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            count = int(np.prod([grad.shape[i] for i in axes]))
            return grad.sum(axes).reshape(shape) / count

        return fit(out_grad @ b.transpose(), a.shape), fit(a.transpose() @ out_grad, b.shape)
