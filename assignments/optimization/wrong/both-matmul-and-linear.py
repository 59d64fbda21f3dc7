#: title = "matmul: nothing is transposed; Linear: the weight is zeros"
#: lose = ["q1-matmul", "q6-linear", "q8-whole"]
#: misconception = ["matmul-without-transposes", "linear-weights-begin-alike"]

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    y = np.exp(value_of(a))
    return computed(y, (a, lambda g: g * y))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    y = np.tanh(value_of(a))
    return computed(y, (a, lambda g: g * (1.0 - y**2)))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y), (b, lambda g: x @ g))


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    return computed(x.mean(), (a, lambda g: g * np.ones(x.shape) / x.size))

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        outputs, inputs = shape
        self.weight = Variable(np.zeros((outputs, inputs)))
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
        return mean((output - label) ** 2)
