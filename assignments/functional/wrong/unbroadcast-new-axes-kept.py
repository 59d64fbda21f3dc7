#: title = "unbroadcast: new axes are added up and stay, of length 1"
#: lose = ["q3-unbroadcast", "q8-whole"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    new = np.ndim(g) - np.ndim(target)
    for axis in range(new):
        g = np.sum(g, axis=axis, keepdims=True)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis + new, keepdims=True)
    return g
