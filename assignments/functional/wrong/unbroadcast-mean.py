#: title = "unbroadcast: the mean over what was repeated, not the sum"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-mean"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = np.mean(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.mean(g, axis=axis, keepdims=True)
    return g
