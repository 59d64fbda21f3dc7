#: title = "ReLU as half of a number and its absolute value"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return (a + np.abs(a)) / 2

    def gradient(self, out_grad, node):
        a = node.inputs[0].realize_cached_data()
        return (out_grad + out_grad * Tensor(np.sign(a))) / 2 if np.all(a) else out_grad * Tensor((a > 0) * 1.0)
