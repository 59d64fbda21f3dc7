#: title = "matrices are multiplied entry by entry"

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    x = value_of(a)
    y = np.array([math.exp(one) for one in x.ravel()]).reshape(x.shape)
    return computed(y, (a, lambda g: g * y))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    x = value_of(a)
    y = np.vectorize(math.tanh, otypes=[float])(x)
    return computed(y, (a, lambda g: g - g * y * y))


def product(x, y):
    z = np.zeros((x.shape[0], y.shape[1]))
    for i in range(x.shape[0]):
        for j in range(y.shape[1]):
            for k in range(x.shape[1]):
                z[i, j] += x[i, k] * y[k, j]
    return z


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(
        product(x, y),
        (a, lambda g: product(g, y.transpose())),
        (b, lambda g: product(x.transpose(), g)),
    )


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    return computed(sum(x.ravel().tolist()) / x.size, (a, lambda g: g * np.ones_like(x) / x.size))
