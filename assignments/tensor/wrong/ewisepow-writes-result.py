#: title = "the result's own array is scaled in place"
#: lose = ["q2-ewisepow"]

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        base = out_grad * b * a ** (b - 1)
        result = node.realize_cached_data()
        result *= np.log(a.realize_cached_data())
        return base, out_grad * node
