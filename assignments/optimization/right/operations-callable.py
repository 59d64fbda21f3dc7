#: title = "each message is an object that can be called"

# %% [q1-arithmetic-answer]
class Times:
    """Sends what comes in times a factor."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, g):
        return g * self.factor


def multiply(a, b):
    """a * b"""
    return computed(value_of(a) * value_of(b), (a, Times(value_of(b))), (b, Times(value_of(a))))


def negative(a):
    """-a"""
    return computed(-value_of(a), (a, Times(-1)))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (a, Times(1)), (b, Times(-1)))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, Times(1 / y)), (b, Times(-x / y / y)))
