#: title = "a reciprocal of its own stands behind the division"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    return computed(
        value_of(a) * value_of(b),
        (a, lambda g, other=value_of(b): g * other),
        (b, lambda g, other=value_of(a): g * other),
    )


def negative(a):
    """-a"""
    return subtract(0.0, a)


def subtract(a, b):
    """a - b"""
    return computed(np.subtract(value_of(a), value_of(b)), (a, lambda g: g), (b, lambda g: -g))


def reciprocal(b):
    """1 / b"""
    r = 1.0 / value_of(b)
    return computed(r, (b, lambda g: -g * r**2))


def divide(a, b):
    """a / b"""
    return multiply(a, reciprocal(b))
