#: title = "unbroadcast: keepdims is forgotten, axes of length 1 disappear"
#: lose = ["q3-unbroadcast"]
#: misconception = "stretched-axes-vanish"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis)
    return g
