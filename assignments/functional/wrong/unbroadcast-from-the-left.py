#: title = "unbroadcast: new axes are taken to be the last ones"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-compared-from-the-left"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=-1)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
