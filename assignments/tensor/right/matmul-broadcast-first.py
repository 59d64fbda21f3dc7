#: title = "MatMul spreads both operands in its gradient first, and lets one helper add up"

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        batch = out_grad.shape[:-2]
        whole_a = a if a.shape[:-2] == batch else a.broadcast_to(batch + a.shape[-2:])
        whole_b = b if b.shape[:-2] == batch else b.broadcast_to(batch + b.shape[-2:])
        return sum_to(out_grad @ whole_b.transpose(), a.shape), sum_to(whole_a.transpose() @ out_grad, b.shape)

# %% [before q1-matmul-answer]
def sum_to(tensor, shape):
    """Add up until the shape is the one wanted."""
    while len(tensor.shape) > len(shape):
        tensor = tensor.sum(0)
    for axis, (have, want) in enumerate(zip(tensor.shape, shape)):
        if have != want:
            kept = tensor.shape[:axis] + (1,) + tensor.shape[axis + 1 :]
            tensor = tensor.sum(axis).reshape(kept)
    return tensor
