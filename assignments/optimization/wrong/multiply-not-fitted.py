#: title = "multiply: the edges are made by hand, and messages keep the stretched shape"
#: lose = ["q1-multiply"]

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    edges = []
    if isinstance(a, Variable):
        edges.append((a, lambda g: g * y))
    if isinstance(b, Variable):
        edges.append((b, lambda g: g * x))
    return Variable(x * y, edges)


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
