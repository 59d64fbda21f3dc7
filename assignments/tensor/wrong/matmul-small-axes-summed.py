#: title = "every axis of size 1 is thought to have been repeated, also rows and columns of matrices"
#: lose = ["q2-matmul"]

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad

        def fit(grad, shape):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i in range(len(grad.shape)) if i < more or shape[i - more] == 1)
            return grad.sum(axes) if axes else grad

        return fit(by_a, a.shape), fit(by_b, b.shape)
