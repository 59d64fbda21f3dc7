#: title = "each compute returns its first input"
#: lose = [
#:     "q1-powerscalar",
#:     "q1-ewisediv",
#:     "q1-divscalar",
#:     "q1-matmul",
#:     "q1-summation",
#:     "q1-broadcastto",
#:     "q1-reshape",
#:     "q1-negate",
#:     "q1-transpose",
#:     "q1-ewisepow",
#:     "q6-whole",
#: ]
#: misconception = "forward-hands-on"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        return out_grad / self.scalar

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        results = []
        for grad, shape in ((by_a, a.shape), (by_b, b.shape)):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            results.append(grad.sum(axes).reshape(shape))
        return tuple(results)

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = tuple(i for i, n in enumerate(self.shape) if i < more or shape[i - more] != n)
        return out_grad.sum(axes).reshape(shape)

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        return out_grad.reshape(node.inputs[0].shape)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        return -out_grad

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return a

    def gradient(self, out_grad, node):
        return out_grad.transpose(self.axes)

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(a)
