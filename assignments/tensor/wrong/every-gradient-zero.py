#: title = "each gradient returns zeros of the input's shape"
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
#:     "q6-whole",
#: ]
#: misconception = "gradient-zero"

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a**self.scalar

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        zeros = tuple(Tensor(np.zeros(x.shape)) for x in node.inputs)
        return zeros if len(zeros) > 1 else zeros[0]
