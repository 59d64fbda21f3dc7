#: title = "each gradient goes by differences of its own compute, on arrays"
#: lose = [
#:     "q2-powerscalar",
#:     "q2-ewisediv",
#:     "q2-divscalar",
#:     "q2-matmul",
#:     "q2-summation",
#:     "q2-broadcastto",
#:     "q2-reshape",
#:     "q2-negate",
#:     "q2-transpose",
#:     "q2-ewisepow",
#: ]
#: misconception = "gradient-without-history"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        return by_differences(self, out_grad, node)

# %% [before q1-powerscalar-answer]
def by_differences(operation, out_grad, node):
    """The gradients of an operation, by a small step of each element of its inputs."""
    arrays = [np.array(x.numpy(), dtype=float) for x in node.inputs]
    grads = []
    for array in arrays:
        grad = np.zeros(array.shape)
        for index in np.ndindex(array.shape):
            kept = array[index]
            array[index] = kept + 1e-5
            up = np.array(operation.compute(*arrays))
            array[index] = kept - 1e-5
            down = np.array(operation.compute(*arrays))
            array[index] = kept
            grad[index] = np.sum(out_grad.numpy() * (up - down)) / 2e-5
        grads.append(Tensor(grad))
    return tuple(grads)
