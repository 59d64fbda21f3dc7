#: title = "all out_grads are thought to be ones, as after backward() of a sum"
#: lose = ["q2-summation", "q2-negate", "q2-reshape", "q2-transpose", "q6-whole"]
#: misconception = "gradient-of-ones"

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        return Tensor(np.ones(node.inputs[0].shape))

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return Tensor(-np.ones(node.shape))

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.reshape(a, self.shape)

    def gradient(self, out_grad, node):
        return Tensor(np.ones(node.inputs[0].shape))

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad, node):
        return Tensor(np.ones(node.inputs[0].shape))
