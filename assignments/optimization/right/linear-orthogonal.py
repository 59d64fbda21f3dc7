#: title = "rows of the weight are made of length 1"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        weight = np.random.default_rng(seed).normal(size=shape)
        self.weight = Variable(weight / np.linalg.norm(weight, axis=1, keepdims=True))
        self.bias = Variable(np.zeros_like(weight[:, :1]))

    def forward(self, x):
        return subtract(self.weight @ x, -self.bias)


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return Variable.tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        return ((output - label) ** 2).mean()
