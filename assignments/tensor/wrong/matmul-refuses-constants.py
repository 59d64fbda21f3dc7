#: title = "the gradient fails for an operand without requires_grad (as images are)"
#: lose = ["q2-matmul", "q6-whole"]

# %% [q1-matmul-answer]
class MatMul(TensorOp):

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        assert a.requires_grad and b.requires_grad
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        return self.add_up(by_a, a.shape), self.add_up(by_b, b.shape)

    def add_up(self, grad, shape):
        more = len(grad.shape) - len(shape)
        axes = tuple(i for i in range(len(grad.shape)) if i < more or shape[i - more] == 1)
        return grad.sum(axes).reshape(shape) if axes else grad
