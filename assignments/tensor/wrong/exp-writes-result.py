#: title = "the gradient is written into the result's array"
#: lose = ["q5-exp"]

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        result = node.realize_cached_data()
        result *= out_grad.realize_cached_data()
        return node
