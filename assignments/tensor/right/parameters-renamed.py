#: title = "parameters have the names of another course"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, lhs: 'NDArray', rhs: 'NDArray'):
        return lhs / rhs

    def gradient(self, upstream, me):
        a, b = me.inputs
        return upstream / b, -(upstream * a / b**2)

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, lhs: 'NDArray', rhs: 'NDArray'):
        return lhs**rhs

    def gradient(self, upstream, me):
        a, b = me.inputs
        return upstream * b * a ** (b - 1), upstream * me * log(a)

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, lhs: 'NDArray', rhs: 'NDArray'):
        return lhs @ rhs

    def gradient(self, upstream, me):
        a, b = me.inputs
        by_a, by_b = upstream @ b.transpose(), a.transpose() @ upstream
        results = []
        for grad, shape in ((by_a, a.shape), (by_b, b.shape)):
            more = len(grad.shape) - len(shape)
            axes = tuple(i for i, n in enumerate(grad.shape) if i < more or shape[i - more] != n)
            results.append(grad.sum(axes).reshape(shape))
        return tuple(results)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, upstream, me):
        return -upstream

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, upstream, me):
        return upstream.reshape(me.inputs[0].shape)

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, upstream, me):
        return upstream.transpose(self.axes)

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, upstream, me):
        return upstream / self.scalar
