#: title = "subtract adds the negative, and divide multiplies by the power -1"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    return multiply(-1.0, a)


def subtract(a, b):
    """a - b"""
    return add(a, negative(b))


def divide(a, b):
    """a / b"""
    return multiply(a, power(b, -1.0))
