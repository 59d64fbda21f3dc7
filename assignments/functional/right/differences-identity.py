#: title = "differences by the rows of an identity matrix, in a list"

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    shape = np.shape(x)
    directions = np.eye(np.size(x)).reshape((-1,) + shape)
    return np.array([(f(x + h * e) - f(x + 0.0 * e)) / h for e in directions]).reshape(shape)


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = np.asarray(x)
    directions = np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + h * e) - f(x - h * e)) / 2 / h for e in directions], x.shape)
