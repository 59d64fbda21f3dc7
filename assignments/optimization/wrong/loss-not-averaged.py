#: title = "MSELoss: an array of squares"
#: lose = ["q6-loss", "q8-whole"]
#: misconception = "loss-not-averaged"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        outputs, inputs = shape
        self.weight = Variable(np.random.default_rng(seed).normal(size=(outputs, inputs)))
        self.bias = Variable(np.zeros((outputs, 1)))

    def forward(self, x):
        return self.weight @ x + self.bias


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        return (output - label) ** 2
