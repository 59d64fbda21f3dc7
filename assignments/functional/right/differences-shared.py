#: title = "two-sided differences are the mean of two one-sided ones"

# %% [q1-answer]
def differences(f, x, ahead, behind):
    """The slopes of f between two points beside x, for each entry of x."""
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for i in range(x.size):
        high, low = x.copy(), x.copy()
        high.flat[i] += ahead
        low.flat[i] -= behind
        slopes.flat[i] = (float(f(high)) - float(f(low))) / (ahead + behind)
    return slopes


def one_sided(f, x, h):
    return differences(f, x, h, 0.0)


def two_sided(f, x, h):
    return (one_sided(f, x, h) + one_sided(f, x, -h)) / 2
