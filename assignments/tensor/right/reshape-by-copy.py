#: title = "compute of Reshape fills a new array from the flat one"

# %% [q1-reshape-answer]
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        result = np.array(a, copy=True)
        result.shape = self.shape
        return result

    def gradient(self, out_grad, node):
        (inp,) = node.inputs
        return Reshape(inp.shape)(out_grad)
