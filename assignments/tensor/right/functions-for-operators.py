#: title = "gradients call the functions and not the operators"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return multiply(out_grad, mul_scalar(power_scalar(a, self.scalar - 1), self.scalar))

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return divide(out_grad, b), negate(divide(multiply(out_grad, a), multiply(b, b)))

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        return divide_scalar(out_grad, self.scalar)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return negate(out_grad)

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        return transpose(out_grad, axes=self.axes)

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        return reshape(out_grad, node.inputs[0].shape)

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a = matmul(out_grad, transpose(b))
        by_b = matmul(transpose(a), out_grad)

        def undo(grad, shape):
            while len(grad.shape) > len(shape):
                grad = summation(grad, axes=0)
            for axis, size in enumerate(shape):
                if grad.shape[axis] != size:
                    grad = broadcast_to(reshape(summation(grad, axes=(axis,)), grad.shape[:axis] + (1,) + grad.shape[axis + 1 :]), grad.shape[:axis] + (1,) + grad.shape[axis + 1 :])
            return grad

        return undo(by_a, a.shape), undo(by_b, b.shape)
