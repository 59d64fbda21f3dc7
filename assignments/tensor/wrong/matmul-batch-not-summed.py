#: title = "what belongs to a batch is not added up"
#: lose = ["q2-matmul"]
#: misconception = "matmul-only-matrices"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad @ b.transpose(), a.transpose() @ out_grad
