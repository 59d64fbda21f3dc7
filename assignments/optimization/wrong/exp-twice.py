#: title = "exp: the exponential of the result"
#: lose = ["q1-exp"]
#: misconception = "slope-at-the-result"

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    y = np.exp(value_of(a))
    return computed(y, (a, lambda g: g * np.exp(y)))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    y = np.tanh(value_of(a))
    return computed(y, (a, lambda g: g * (1.0 - y**2)))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y.T), (b, lambda g: x.T @ g))


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    return computed(x.mean(), (a, lambda g: g * np.ones(x.shape) / x.size))
