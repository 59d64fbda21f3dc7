#: title = "gradients are generators made tuples by a decorator"

# %% [before q1-ewisediv-answer]
import functools


def as_tuple(method):
    @functools.wraps(method)
    def wrapped(self, out_grad, node):
        return tuple(method(self, out_grad, node))

    return wrapped

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    @as_tuple
    def gradient(self, out_grad, node):
        a, b = node.inputs
        yield out_grad / b
        yield -out_grad * a / b**2

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    @as_tuple
    def gradient(self, out_grad, node):
        a, b = node.inputs
        yield out_grad * b * node / a
        yield out_grad * node * log(a)
