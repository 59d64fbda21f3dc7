#: title = "divide: the sign of the second message is missing"
#: lose = ["q1-divide"]
#: misconception = "divide-sign-forgotten"

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
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: g * x / y**2))
