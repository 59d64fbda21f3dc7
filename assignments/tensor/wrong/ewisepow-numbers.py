#: title = "both gradients are computed with arrays"
#: lose = ["q2-ewisepow"]
#: misconception = "gradient-without-history"

# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return a**b

    def gradient(self, out_grad, node):
        a, b = (x.realize_cached_data() for x in node.inputs)
        g = out_grad.realize_cached_data()
        return Tensor(g * b * a ** (b - 1)), Tensor(g * a**b * np.log(a))
