#: title = "two-sided: the entry is moved up and down on the same copy, and so ends at x"
#: lose = ["q1-two-sided", "q8-whole"]
#: misconception = "two-sided-looks-to-one-side"

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        grad[i] = (f(up) - f(x)) / h
    return grad


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        up = f(moved)
        moved[i] -= h
        down = f(moved)
        grad[i] = (up - down) / (2 * h)
    return grad
