#: title = "the gradients are computed with arrays"
#: lose = ["q2-matmul"]
#: misconception = "gradient-without-history"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = (x.numpy() for x in node.inputs)
        g = out_grad.numpy()

        def fit(grad, shape):
            grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
            ones = tuple(i for i, n in enumerate(shape) if n == 1)
            return Tensor(grad.sum(axis=ones, keepdims=True))

        return fit(g @ b.swapaxes(-1, -2), a.shape), fit(a.swapaxes(-1, -2) @ g, b.shape)
