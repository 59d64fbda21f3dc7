#: title = "compute is a static method where nothing of self is needed"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    @staticmethod
    def compute(a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    @staticmethod
    def compute(a):
        return -a

    def gradient(self, out_grad, node):
        return -out_grad

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    @staticmethod
    def compute(a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    @staticmethod
    def compute(a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return out_grad * node

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    @staticmethod
    def compute(a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(a)

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    @staticmethod
    def compute(a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        results = []
        for grad, shape in ((by_a, a.shape), (by_b, b.shape)):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            results.append(grad.sum(axes).reshape(shape))
        return tuple(results)

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    @staticmethod
    def compute(a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
