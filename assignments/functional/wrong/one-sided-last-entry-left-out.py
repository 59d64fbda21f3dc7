#: title = "one-sided: the last entry is left out"
#: lose = ["q1-one-sided"]

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    flat = x.ravel()
    grad = np.zeros(flat.shape)
    for i in range(len(flat) - 1):
        moved = flat.copy()
        moved[i] += h
        grad[i] = (f(moved.reshape(x.shape)) - f(x)) / h
    return grad.reshape(x.shape)


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        down = x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
