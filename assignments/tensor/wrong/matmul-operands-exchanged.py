#: title = "the products have their operands in the wrong order"
#: lose = ["q2-matmul", "q6-whole"]
#: misconception = "matmul-factors-exchanged"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return b.transpose() @ out_grad, out_grad @ a.transpose()
