#: title = "the loss has its own messages"

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        outputs, inputs = shape
        random = np.random.default_rng(seed)
        rows = [[random.random() - 0.5 for _ in range(inputs)] for _ in range(outputs)]
        self.weight = Variable(rows)
        self.bias = Variable(np.zeros(outputs).reshape(-1, 1))

    def forward(self, x):
        product = self.weight @ x
        return product + self.bias


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    forward = staticmethod(lambda x: tanh(x))


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        d = value_of(output) - value_of(label)
        return computed(
            np.mean(np.square(d)),
            (output, lambda g: 2 * g * d / d.size),
            (label, lambda g: -2 * g * d / d.size),
        )
