#: title = "unbroadcast: where the number of axes fits, g is returned as it is"
#: lose = ["q3-unbroadcast", "q8-whole"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    if np.ndim(g) == np.ndim(target):
        return g
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
