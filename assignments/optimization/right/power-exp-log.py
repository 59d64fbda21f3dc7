#: title = "where the base is positive, a power is the exponential of a logarithm"

# %% [q1-power-answer]
def log(a):
    """The natural logarithm of each entry."""
    x = value_of(a)
    return computed(np.log(x), (a, lambda g: g / x))


def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    if not isinstance(b, Variable):
        return computed(x**y, (a, lambda g: g * y * x ** (y - 1.0)))
    if np.all(x > 0.0):
        return exp(multiply(b, log(a)))
    z = x**y
    return computed(
        z,
        (a, lambda g: g * y * x ** (y - 1.0)),
        (b, lambda g: g * z * np.log(x)),
    )
