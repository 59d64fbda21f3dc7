#: title = "the cell of multiply replaces computed by one that does not fit shapes"
#: lose = ["q1-multiply", "q1-minus", "q1-divide", "q8-whole"]

# %% [q1-arithmetic-answer]
def computed(value, *messages):
    return Variable(value, [pair for pair in messages if isinstance(pair[0], Variable)])


def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    return computed(-value_of(a), (a, lambda g: -g))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))
