#: title = "sums and matrix products by einsum in compute"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return np.einsum('...ij,...jk->...ik', a, b)

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
        axes = tuple(range(a.ndim)) if self.axes is None else self.axes
        axes = {i % a.ndim for i in (axes if isinstance(axes, (tuple, list)) else (axes,))}
        return np.einsum(a, list(range(a.ndim)), [i for i in range(a.ndim) if i not in axes])

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
