#: title = "products and means by einsum, slopes by cosh"

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    y = np.e ** value_of(a)
    return computed(y, (a, lambda g: np.multiply(g, y)))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    x = value_of(a)
    return computed(np.tanh(x), (a, lambda g: g / np.cosh(np.clip(x, -300.0, 300.0)) ** 2))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(
        np.einsum("ij,jk->ik", x, y),
        (a, lambda g: np.einsum("ik,jk->ij", g, y)),
        (b, lambda g: np.einsum("ij,ik->jk", x, g)),
    )


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    weights = np.full_like(x, 1.0 / x.size)
    return computed(np.vdot(weights, x), (a, lambda g: weights * g))
