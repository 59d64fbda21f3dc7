#: title = "Linear: a bias of shape (outputs,)"
#: lose = ["q6-linear", "q8-whole"]
#: misconception = "linear-bias-of-another-shape"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        outputs, inputs = shape
        self.weight = Variable(np.random.default_rng(seed).normal(size=(outputs, inputs)))
        self.bias = Variable(np.zeros(outputs))

    def forward(self, x):
        return self.weight @ x + self.bias


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        return mean((output - label) ** 2)
