#: title = "NumPy's names of the operators are used on tensors"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return array_api.power(a, self.scalar)

    def gradient(self, out_grad, node):
        slope = array_api.multiply(array_api.power(node.inputs[0], self.scalar - 1), self.scalar)
        return array_api.multiply(out_grad, slope)

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    def compute(self, a, b):
        return array_api.divide(a, b)

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_b = array_api.negative(array_api.divide(array_api.multiply(out_grad, a), b * b))
        return array_api.divide(out_grad, b), by_b

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    def compute(self, a, b):
        return array_api.matmul(a, b)

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a = array_api.matmul(out_grad, array_api.transpose(b))
        by_b = array_api.matmul(array_api.transpose(a), out_grad)
        return self.fitted(by_a, a), self.fitted(by_b, b)

    def fitted(self, grad, like):
        new = len(grad.shape) - len(like.shape)
        ones = [i + new for i, n in enumerate(like.shape[:-2]) if n == 1]
        axes = (*range(new), *ones)
        return reshape(summation(grad, axes), like.shape) if axes else grad

# %% [q6-relu-answer]
class ReLU(TensorOp):
    def compute(self, a):
        return a * (a > 0)

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        mask = Tensor(a.numpy() > 0, device=a.device, dtype=a.dtype, requires_grad=False)
        return array_api.multiply(out_grad, mask)
