#: title = "every answer is pass"
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
#:     "q5-log",
#:     "q5-exp",
#:     "q3-order",
#:     "q3-shared",
#:     "q3-several",
#:     "q4-chain",
#:     "q4-shared",
#:     "q4-operands",
#:     "q4-again",
#:     "q5-parse",
#:     "q5-loss",
#:     "q6-relu",
#:     "q6-epoch",
#:     "q6-whole",
#: ]
#: misconception = ["epoch-not-returned", "order-not-returned", "walk-leaves-everything"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-transpose-answer]
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        pass

    def gradient(self, out_grad, node):
        pass

# %% [q3-answer]
def find_topo_sort(node_list):
    pass


def topo_sort_dfs(node, visited, topo_order):
    pass

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    pass

# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    pass

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    pass

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    pass
