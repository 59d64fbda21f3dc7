#: title = "unbroadcast: the first of the repeated entries is taken, the others are dropped"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-first-use-only"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = g[0]
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.swapaxes(np.swapaxes(g, 0, axis)[:1], 0, axis)
    return g
