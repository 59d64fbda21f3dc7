#: title = "subtract: the second is sent g, without its sign"
#: lose = ["q1-minus", "q8-whole"]
#: misconception = "subtract-sign-forgotten"

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
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))
