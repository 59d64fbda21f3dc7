#: title = "one-sided divided by 2h, two-sided by h"
#: lose = ["q1-one-sided", "q1-two-sided", "q8-whole"]

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        grad[i] = (f(up) - f(x)) / (2 * h)
    return grad


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        down = x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad
