#: title = "differences: one copy is moved, measured and moved back"

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    before = f(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + h
        gradient[i] = (f(x) - before) / h
        x[i] = old
        it.iternext()
    return gradient


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + h
        fxph = f(x)
        x[i] = old - h
        fxmh = f(x)
        x[i] = old
        gradient[i] = (fxph - fxmh) / (2 * h)
        it.iternext()
    return gradient
