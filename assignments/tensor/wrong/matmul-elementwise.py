#: title = "the gradients are those of a product element by element"
#: lose = ["q2-matmul", "q6-whole"]
#: misconception = "matmul-as-elementwise"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b, out_grad * a
