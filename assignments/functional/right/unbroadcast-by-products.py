#: title = "sums are products with ones"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    shape = np.shape(target)
    # axes in front: one row for each use
    extra = np.ndim(g) - len(shape)
    if extra > 0:
        uses = int(np.prod(np.shape(g)[:extra]))
        rest = np.shape(g)[extra:]
        g = np.reshape(np.dot(np.ones(uses), np.reshape(g, (uses, -1))), rest)
    # axes of length 1: brought to the end, and added up there
    for axis, n in enumerate(shape):
        m = np.shape(g)[axis]
        if n == 1 and m > 1:
            g = np.swapaxes(g, axis, -1)
            kept = np.shape(g)[:-1] + (1,)
            g = np.reshape(np.dot(np.reshape(g, (-1, m)), np.ones(m)), kept)
            g = np.swapaxes(g, axis, -1)
    return g

# %% [q3-more-answer]
def cosh(x):
    return 0.5 * (np.exp(x) + np.exp(-x))


defvjp(tanh, lambda g, ans, x: g / cosh(x) ** 2)
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / (y * y))
defvjp(
    power,
    lambda g, ans, x, y: np.multiply(np.multiply(g, y), np.power(x, np.subtract(y, 1))),
    lambda g, ans, x, y: np.multiply(g, np.multiply(np.log(x), np.power(x, y))),
)
