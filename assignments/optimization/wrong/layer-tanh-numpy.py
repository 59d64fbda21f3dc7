#: title = "Tanh: of the value, without a past"
#: lose = ["q6-loss", "q8-whole"]
#: misconception = "activation-forgets-where-it-came-from"

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
        return Variable(np.tanh(value_of(x)))


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        return mean((output - label) ** 2)
