#: title = "edges are made by hand, without computed"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    edges = []
    if isinstance(a, Variable):
        edges.append((a, lambda g: fitted(g * y, x.shape)))
    if isinstance(b, Variable):
        edges.append((b, lambda g: fitted(g * x, y.shape)))
    return Variable(x * y, edges)


def negative(a):
    """-a"""
    return Variable(-value_of(a), [(a, lambda g: -g)] if isinstance(a, Variable) else [])


def subtract(a, b):
    """a - b"""
    x, y = value_of(a), value_of(b)
    edges = []
    if isinstance(a, Variable):
        edges.append((a, lambda g: fitted(g, x.shape)))
    if isinstance(b, Variable):
        edges.append((b, lambda g: fitted(-g, y.shape)))
    return Variable(x - y, edges)


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    edges = []
    if isinstance(a, Variable):
        edges.append((a, lambda g: fitted(g / y, x.shape)))
    if isinstance(b, Variable):
        edges.append((b, lambda g: fitted(-g * x / (y * y), y.shape)))
    return Variable(x / y, edges)

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    result = Variable(x**y)
    if isinstance(a, Variable):
        result.edges.append((a, lambda g: fitted(g * y * x ** (y - 1), x.shape)))
    if isinstance(b, Variable):
        result.edges.append((b, lambda g: fitted(g * result.value * np.log(x), y.shape)))
    return result

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    result = Variable(np.exp(value_of(a)))
    if isinstance(a, Variable):
        result.edges = [(a, lambda g: g * np.exp(a.value))]
    return result


def tanh(a):
    """The hyperbolic tangent of each entry."""
    t = np.tanh(value_of(a))
    return Variable(t, ((a, lambda g: g * (1 - t * t)),) if isinstance(a, Variable) else ())


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    edges = []
    if isinstance(a, Variable):
        edges += [(a, lambda g: np.dot(g, y.T))]
    if isinstance(b, Variable):
        edges += [(b, lambda g: np.dot(x.T, g))]
    return Variable(np.dot(x, y), edges)


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    result = Variable(np.mean(x))
    if isinstance(a, Variable):
        result.edges.append((a, lambda g: np.full(x.shape, g / x.size)))
    return result
