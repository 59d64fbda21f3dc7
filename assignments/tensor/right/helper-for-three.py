#: title = "one helper of the student's serves MatMul, BroadcastTo and, turned round, Summation"

# %% [before q1-powerscalar-answer]
def unbroadcast(grad: "Tensor", target_shape: tuple) -> "Tensor":
    """Reduce a gradient to the shape of what was broadcast."""
    lead = len(grad.shape) - len(target_shape)
    reduce_axes = list(range(lead))
    for i, dim in enumerate(target_shape):
        if dim == 1 and grad.shape[i + lead] > 1:
            reduce_axes.append(i + lead)
    if reduce_axes:
        grad = summation(grad, tuple(reduce_axes))
    return reshape(grad, target_shape)


def keepdims_shape(shape, axes):
    if axes is None:
        return (1,) * len(shape)
    if not isinstance(axes, (tuple, list)):
        axes = [axes]
    axes = [ax if ax >= 0 else ax + len(shape) for ax in axes]
    return tuple(1 if i in axes else s for i, s in enumerate(shape))

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return unbroadcast(matmul(out_grad, transpose(b)), a.shape), unbroadcast(matmul(transpose(a), out_grad), b.shape)

# %% [q1-broadcastto-answer]
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad, node):
        return unbroadcast(out_grad, node.inputs[0].shape)

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        in_shape = node.inputs[0].shape
        return broadcast_to(reshape(out_grad, keepdims_shape(in_shape, self.axes)), in_shape)
