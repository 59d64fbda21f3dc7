#: title = "subtract: the second is sent g; step: uphill"
#: lose = ["q1-minus", "q3-step", "q8-whole"]
#: misconception = ["messages-exchanged", "step-uphill"]

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    return computed(-value_of(a), (a, lambda g: -g))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (a, lambda g: -g), (b, lambda g: g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = parameter.value + self.lr * parameter.grad
