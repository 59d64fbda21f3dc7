#: title = "unbroadcast: axes are numbered as they were before the new ones were added up"
#: lose = ["q3-unbroadcast"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    new = np.ndim(g) - np.ndim(target)
    for axis in range(new):
        g = np.sum(g, axis=axis)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
