#: title = "all axes are turned round, not the last two"
#: lose = ["q2-matmul"]
#: misconception = "matmul-all-axes-turned"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs

        def turned(x):
            for i in range(len(x.shape) // 2):
                x = x.transpose((i, len(x.shape) - 1 - i))
            return x

        def fit(grad, shape):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            return grad.sum(axes).reshape(shape)

        return fit(out_grad @ turned(b), a.shape), fit(turned(a) @ out_grad, b.shape)
