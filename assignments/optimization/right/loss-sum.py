#: title = "a sum, divided by how many there are"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        rng = np.random.default_rng(seed)
        self.outputs, self.inputs = shape
        self.weight = Variable(rng.standard_normal((self.inputs, self.outputs)).T * 0.1)
        self.bias = Variable(np.zeros(shape=(self.outputs, 1)))
        self.seed = seed

    def forward(self, x):
        return self.bias + self.weight @ x


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def __init__(self, function=tanh):
        self.function = function

    def forward(self, x):
        return self.function(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        squares = (output - label) ** 2.0
        values = value_of(squares)
        ones = np.ones(values.shape)
        total = computed(values.sum(), (squares, lambda g: g * ones))
        return total / values.size
