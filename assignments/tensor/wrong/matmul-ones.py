#: title = "ones take the place of out_grad"
#: lose = ["q2-matmul", "q6-whole"]
#: misconception = "gradient-of-ones"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        ones = Tensor(np.ones(out_grad.shape))

        def fit(grad, shape):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            return grad.sum(axes).reshape(shape)

        return fit(ones @ b.transpose(), a.shape), fit(a.transpose() @ ones, b.shape)
