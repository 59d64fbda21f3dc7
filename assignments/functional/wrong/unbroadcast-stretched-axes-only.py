#: title = "unbroadcast: axes of length 1 are added up, new axes are not"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-only-axes-of-one"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
