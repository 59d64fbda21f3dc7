#: title = "the sum of squares is a product of matrices"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        self.shape = tuple(shape)
        self.weight = Variable(np.random.default_rng(seed).normal(0.0, 0.5, shape))
        self.bias = Variable(np.zeros((shape[0], 1)))

    def forward(self, x):
        return self.weight @ x + self.bias


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        squares = (output - label) ** 2
        shape = value_of(squares).shape
        if len(shape) != 2:
            return mean(squares)
        n, k = shape
        return mean(np.full((1, n), 1 / n) @ squares @ np.full((k, 1), 1 / k))
