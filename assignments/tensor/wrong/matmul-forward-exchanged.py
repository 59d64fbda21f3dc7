#: title = "compute multiplies the wrong way round"
#: lose = ["q1-matmul", "q6-whole"]
#: misconception = "matmul-reversed"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return b @ a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        results = []
        for grad, shape in ((by_a, a.shape), (by_b, b.shape)):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            results.append(grad.sum(axes).reshape(shape))
        return tuple(results)
