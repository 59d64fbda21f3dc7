#: title = "the second operand's edge comes first"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(x * y, (b, lambda g: x * g), (a, lambda g: y * g))


def negative(a):
    """-a"""
    return computed(0.0 - value_of(a), (a, lambda g: np.negative(g)))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (b, lambda g: -g), (a, lambda g: +g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    ratio = x / y
    return computed(ratio, (b, lambda g: -g * ratio / y), (a, lambda g: g / y))

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    z = np.power(x, y)

    def to_exponent(g):
        return g * z * np.log(x)

    def to_base(g):
        return g * y * np.power(x, y - 1)

    return computed(z, (b, to_exponent), (a, to_base))

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    y = np.exp(value_of(a))
    return computed(y, (a, lambda g: y * g))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    x = value_of(a)
    return computed(np.tanh(x), (a, lambda g: g * (1 - np.tanh(x)) * (1 + np.tanh(x))))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(np.matmul(x, y), (b, lambda g: x.T @ g), (a, lambda g: (y @ g.T).T))


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    return computed(x.sum() / x.size, (a, lambda g: g / x.size))
