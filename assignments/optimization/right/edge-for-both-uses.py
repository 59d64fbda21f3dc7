#: title = "where both operands are the same variable, one edge stands for both"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    if a is b and isinstance(a, Variable):
        return computed(a.value**2, (a, lambda g, x=a.value: 2 * x * g))
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    return computed(-value_of(a), (a, lambda g: -1.0 * g))


def subtract(a, b):
    """a - b"""
    if a is b and isinstance(a, Variable):
        return computed(np.zeros(a.value.shape), (a, lambda g: 0.0 * g))
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    if a is b and isinstance(a, Variable):
        return computed(x / y, (a, lambda g: g * 0.0 / y))
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    z = x**y
    if a is b and isinstance(a, Variable):
        return computed(z, (a, lambda g: g * z * (np.log(x) + 1.0)))
    return computed(
        z, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * z * np.log(x))
    )
